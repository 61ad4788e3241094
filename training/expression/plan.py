"""The expression recipe, `training/recipes/expression.toml`, as frozen dataclasses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from training import recipe
from training.datasets.layouts import ExtraFaces
from training.expression.augmentation import Augmentation
from training.expression.data import DataChoice
from training.expression.schedule import Schedule


@dataclass(frozen=True)
class Data(DataChoice):
    """The [data] table with its [[data.extra]] sets."""

    extra: tuple[Mapping[str, Any], ...]

    @property
    def extra_faces(self) -> tuple[ExtraFaces, ...]:
        """The extra sets; raises ValueError for a key that they do not have."""
        return tuple(recipe.build(ExtraFaces, table) for table in self.extra)


@dataclass(frozen=True)
class Loss:
    """What is minimised: both heads' cross-entropy, on smoothed and mixed-up targets."""

    fer_weight: float
    label_smoothing: float
    mixup_alpha: float


@dataclass(frozen=True)
class Distillation:
    """The larger network to learn from: the name of its recipe, or nothing for none.

    `share` of the targets is what it reads, the rest what the annotators said.
    """

    teacher: str
    share: float


@dataclass(frozen=True)
class Closing:
    """The last epochs: no mixup, and augmentation at a part of its strength.

    While the rate falls, the network sees pictures closer to those that it will be served.
    """

    epochs: int
    strength: float


@dataclass(frozen=True)
class Recipe:
    """A recipe file; every table is a dataclass beside the code that uses it.

    What [network] holds hangs on `architecture`: see training/architectures/expression.py.
    """

    seed: int
    epochs: int
    batch_size: int
    architecture: str
    data: Data
    sampling: Mapping[str, float]
    network: Mapping[str, Any]
    augmentation: Augmentation
    loss: Loss
    distillation: Distillation
    schedule: Schedule
    closing: Closing
