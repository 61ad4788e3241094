"""How much a model loses as its pictures get worse: share right against the change's strength."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from training.evaluation.distortions import UNCOMPRESSED

Shares = Mapping[str, float]
"""Share right, 0..1, by what it was measured on."""


@dataclass(frozen=True)
class Sweep:
    """A change to try at rising strengths; at `unchanged` it leaves pictures as they are."""

    axis: str
    strengths: tuple[float, ...]
    unchanged: float
    logarithmic: bool = False


ROTATION = Sweep("rotation, degrees", (-45, -30, -20, -10, 0, 10, 20, 30, 45), 0)
BRIGHTNESS = Sweep("brightness, factor", (0.25, 0.35, 0.5, 0.7, 1, 1.4, 2), 1, logarithmic=True)
JPEG = Sweep(
    "JPEG quality, 100: untouched", (10, 20, 30, 40, 60, 80, 95, UNCOMPRESSED), UNCOMPRESSED
)


@dataclass(frozen=True)
class Curve:
    """Shares right at each strength of a sweep, one line for each set measured on."""

    sweep: Sweep
    lines: Mapping[str, tuple[float, ...]]

    def share(self, line: str, strength: float) -> float:
        """Share right, 0..1. Raises ValueError for a strength that was not tried."""
        return self.lines[line][self.sweep.strengths.index(strength)]

    def points_lost(self, line: str, *strengths: float) -> float:
        """Percentage points that the worst of `strengths` costs against unchanged pictures."""
        worst = min(self.share(line, strength) for strength in strengths)
        return 100.0 * (self.share(line, self.sweep.unchanged) - worst)


def trace(sweep: Sweep, measure: Callable[[float], Shares]) -> Curve:
    """Measure at every strength of a sweep."""
    points: Sequence[Shares] = [measure(strength) for strength in sweep.strengths]
    return Curve(sweep, {line: tuple(point[line] for point in points) for line in points[0]})
