"""The expression recipe, `training/recipes/expression.toml`, as frozen dataclasses."""

from collections.abc import Mapping
from dataclasses import dataclass

from training.expression.augmentation import Augmentation
from training.expression.data import DataChoice
from training.expression.network import NetworkShape
from training.expression.schedule import Schedule


@dataclass(frozen=True)
class Loss:
    """What is minimised: both heads' cross-entropy, on smoothed and mixed-up targets."""

    fer_weight: float
    label_smoothing: float
    mixup_alpha: float


@dataclass(frozen=True)
class Closing:
    """The last epochs: no mixup, and augmentation at a part of its strength.

    While the rate falls, the network sees pictures closer to those that it will be served.
    """

    epochs: int
    strength: float


@dataclass(frozen=True)
class Recipe:
    """A recipe file; every table is a dataclass beside the code that uses it."""

    seed: int
    epochs: int
    batch_size: int
    data: DataChoice
    sampling: Mapping[str, float]
    network: NetworkShape
    augmentation: Augmentation
    loss: Loss
    schedule: Schedule
    closing: Closing
