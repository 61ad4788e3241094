"""The expression networks by the name that a recipe gives in `architecture`.

Each takes faces uint8 or float [b, 48, 48] and returns the logits of both heads, [b, 7] each, so
that training, export and serving need not know which one it is.
"""

from collections.abc import Callable, Mapping
from typing import Any

from torch import nn

from training import recipe
from training.expression.network import ExpressionNetwork, NetworkShape


def _compact(table: Mapping[str, Any]) -> nn.Module:
    return ExpressionNetwork(recipe.build(NetworkShape, table))


def _inception_resnet_v1(table: Mapping[str, Any]) -> nn.Module:
    from training.architectures.inception_resnet import InceptionResnet, InceptionShape

    return InceptionResnet(recipe.build(InceptionShape, table))


ARCHITECTURES: Mapping[str, Callable[[Mapping[str, Any]], nn.Module]] = {
    "compact": _compact,
    "inception-resnet-v1": _inception_resnet_v1,
}


def expression_network(architecture: str, table: Mapping[str, Any]) -> nn.Module:
    """A new network from a recipe's `architecture` and [network].

    Raises ValueError for a name that is none of ARCHITECTURES, and for wrong keys in the table.
    """
    if architecture not in ARCHITECTURES:
        known = ", ".join(ARCHITECTURES)
        raise ValueError(f"unknown architecture {architecture!r}: use one of {known}")
    return ARCHITECTURES[architecture](table)
