"""The speech recipe, `training/recipes/speech.toml`, as frozen dataclasses."""

import math
from dataclasses import dataclass

from training.datasets.ravdess import ACTORS
from training.speech.augmentation import Augmentation


@dataclass(frozen=True)
class Folds:
    """Actors that are only validated or tested on; the others are trained on."""

    validation: tuple[int, ...]
    test: tuple[int, ...]

    @property
    def training(self) -> tuple[int, ...]:
        """All other actors."""
        return tuple(sorted(set(ACTORS) - set(self.validation) - set(self.test)))


@dataclass(frozen=True)
class Loss:
    """What is minimised: cross-entropy of the emotions, squared error of arousal and valence."""

    label_smoothing: float
    mixup_alpha: float
    dimension_weight: float


@dataclass(frozen=True)
class Schedule:
    """AdamW's settings: a linear rise, then half a cosine down."""

    peak_rate: float
    warmup_steps: int
    weight_decay: float
    ema_decay: float

    def rate(self, step: int, steps: int) -> float:
        """The learning rate at `step` of `steps`."""
        warm = min(1.0, (step + 1) / self.warmup_steps)
        return self.peak_rate * warm * (0.01 + 0.99 * (1 + math.cos(math.pi * step / steps)) / 2)


@dataclass(frozen=True)
class Shape:
    """Sizes of the network: channels, and hidden units of the attention over time."""

    stem: int
    widths: tuple[int, ...]
    attention: int
    dropout: float


@dataclass(frozen=True)
class Recipe:
    """A recipe file."""

    seed: int
    epochs: int
    batch_size: int
    frames: int
    no_speech_share: float
    folds: Folds
    network: Shape
    augmentation: Augmentation
    loss: Loss
    schedule: Schedule
