"""One-cycle learning rate (Smith 2018): a short rise, then half a cosine down to zero."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Schedule:
    """Optimiser settings of a recipe."""

    peak_rate: float
    warmup_share: float
    weight_decay: float
    momentum: float
    ema_decay: float


def learning_rate(step: int, steps: int, schedule: Schedule) -> float:
    """The rate at `step` of `steps`: linear to the peak during warm-up, then a cosine to 0."""
    warmup = max(1, round(steps * schedule.warmup_share))
    if step < warmup:
        return schedule.peak_rate * (step + 1) / warmup
    progress = (step - warmup) / max(1, steps - warmup)
    return schedule.peak_rate * 0.5 * (1.0 + math.cos(math.pi * progress))


def averaging_decay(step: int, schedule: Schedule) -> float:
    """Decay of the weights' moving average: short at first, so that it forgets the start."""
    return min(schedule.ema_decay, (1.0 + step) / (10.0 + step))
