"""Checkpoints of training runs: written whole or not at all, read without running their code.

state (tensors, numbers, nested dicts) ──save──> PATH.partial ──rename──> PATH ──load──> state
fine-tuning: the weights that fit another network's names and shapes <──start_from──┘
"""

import pickle
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor, nn
from tqdm import tqdm

NAMED = 5
"""How many tensors `start_from` names before it only counts them."""


def save(state: Mapping[str, Any], path: Path) -> None:
    """Write a checkpoint; a run that is killed meanwhile leaves the previous one as it was."""
    partial = path.with_suffix(".partial")
    torch.save(dict(state), partial)
    partial.replace(path)


def load(path: Path) -> dict[str, Any]:
    """Read what `save` wrote, on the CPU.

    Only tensors and plain values are unpickled (`weights_only`), so that a checkpoint from
    elsewhere cannot run code. Raises FileNotFoundError where there is none, and ValueError for a
    file that is damaged, holds anything else, or is no checkpoint.
    """
    if not path.is_file():
        raise FileNotFoundError(f"no checkpoint at {path}: train first, or name another file")
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError) as error:
        raise ValueError(f"{path} is not a checkpoint of tensors and plain values") from error
    return state


class Resumable(Protocol):
    """A run that can be put where another stopped, or start from its weights alone."""

    def resume(self, state: Mapping[str, Any]) -> None: ...

    def fine_tune(self, path: Path) -> str: ...


def begin(run: Resumable, last: Path, start: Path | None) -> None:
    """Continue from the checkpoint `last` where there is one, else fine-tune the one at `start`.

    Raises ValueError where both exist, and for a checkpoint of another network.
    """
    if last.exists() and start is not None:
        raise ValueError(f"{last.parent} holds a run already: fine-tune in another --run-dir")
    if last.exists():
        run.resume(load(last))
    elif start is not None:
        tqdm.write(run.fine_tune(start))


def restore(network: nn.Module, weights: Mapping[str, Tensor]) -> None:
    """Load all weights of a checkpoint; raises ValueError if another network wrote it."""
    try:
        network.load_state_dict(dict(weights))
    except RuntimeError as error:
        raise ValueError(
            "the checkpoint is of another network: use the recipe that it was trained with, "
            "another --run-dir, or --from to take what fits"
        ) from error


def start_from(network: nn.Module, path: Path) -> str:
    """Give `network` the weights of a checkpoint that fit by name and shape.

    The moving average is taken where the checkpoint has one. Returns a sentence that says what
    did not fit. Raises what `load` raises, and ValueError where nothing fits.
    """
    weights, own = _weights(load(path)), network.state_dict()
    fitting = {n: w for n, w in weights.items() if n in own and w.shape == own[n].shape}
    if not fitting:
        raise ValueError(f"{path} holds no weights that fit this network: check its architecture")
    network.load_state_dict(own | fitting)
    return (
        f"{path}: {len(fitting)} of {len(own)} tensors taken; "
        f"new here: {_listed(own.keys() - fitting.keys())}; "
        f"left out: {_listed(weights.keys() - fitting.keys())}"
    )


def _weights(state: Mapping[str, Any]) -> dict[str, Tensor]:
    chosen = state.get("average", state.get("network", state))
    return {name: value for name, value in chosen.items() if isinstance(value, Tensor)}


def _listed(names: Iterable[str]) -> str:
    known = sorted(names)
    more = f" and {len(known) - NAMED} more" if len(known) > NAMED else ""
    return (", ".join(known[:NAMED]) or "none") + more
