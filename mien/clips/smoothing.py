"""Exponential smoothing of probabilities in time, whatever the rate of the samples.

A reading's weight in the state halves every HALF_LIFE seconds, and an unsure reading, by its
quality, moves the state less. After a gap the state starts afresh.
"""

from collections.abc import Sequence
from dataclasses import dataclass

HALF_LIFE = 0.25
FORGOTTEN_AFTER = 1.5
"""Seconds without a reading after which the state is given up."""


@dataclass(slots=True)
class Smoother:
    """The smoothed probabilities of one track."""

    _state: tuple[float, ...] = ()
    _weight: float = 0.0
    _seconds: float = 0.0

    def add(
        self, probabilities: Sequence[float], seconds: float, quality: float
    ) -> tuple[float, ...]:
        """The state after a reading at `seconds`, of a `quality` in 0..1; it adds up to 1."""
        elapsed = seconds - self._seconds
        if not self._state or elapsed > FORGOTTEN_AFTER:
            self._state, self._weight = tuple(probabilities), 0.0
        kept = self._weight * 0.5 ** (elapsed / HALF_LIFE)
        new = max(quality, 0.01)
        share = new / (kept + new)
        self._state = tuple(
            old + share * (now - old) for old, now in zip(self._state, probabilities, strict=True)
        )
        self._weight, self._seconds = kept + new, seconds
        return self._state
