"""The report's charts as SVG paths: numbers in, coordinates out.

series over time ─> at most 400 points, each the mean of its stretch ─> `M x y L x y …`
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720.0, 180.0
MOST_POINTS = 400
MOST_TICKS = 8
STEPS = (0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)

COLOURS = {
    "angry": "#d1495b",
    "disgust": "#7a9e3b",
    "fear": "#8560a8",
    "happy": "#e8a628",
    "sad": "#3f7cac",
    "surprise": "#e07b39",
    "neutral": "#8d99a6",
}
"""A colour for each expression."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the time axis: its place in the chart and what it says."""

    x: float
    text: str


def thinned(points: Sequence[Point]) -> list[Point]:
    """At most MOST_POINTS points, each the mean of equally many of the given ones."""
    stretch = -(-len(points) // MOST_POINTS) or 1
    parts = [points[start : start + stretch] for start in range(0, len(points), stretch)]
    return [
        (sum(x for x, _ in part) / len(part), sum(y for _, y in part) / len(part)) for part in parts
    ]


def unbroken(points: Sequence[Point], gap: float) -> list[list[Point]]:
    """The stretches of points over time (seconds, value) with no pause longer than `gap`."""
    stretches: list[list[Point]] = []
    for point in points:
        if not stretches or point[0] - stretches[-1][-1][0] > gap:
            stretches.append([])
        stretches[-1].append(point)
    return stretches


def time_path(points: Sequence[Point], seconds: float, low: float, high: float, gap: float) -> str:
    """A line of values in low..high over 0..seconds, broken where time has a gap."""
    return " ".join(
        path([(across(x, seconds), down(y, low, high)) for x, y in thinned(stretch)])
        for stretch in unbroken(points, gap)
    )


def path(points: Sequence[Point]) -> str:
    """SVG path data through points in chart coordinates; a lone point becomes a dot's length."""
    if len(points) == 1:
        points = [points[0], (points[0][0] + 1.0, points[0][1])]
    steps = (f"{'L' if index else 'M'}{x:.1f} {y:.1f}" for index, (x, y) in enumerate(points))
    return "".join(steps)


def across(seconds: float, whole: float) -> float:
    """A time as x in the chart."""
    return WIDTH * seconds / max(whole, 1e-9)


def down(value: float, low: float, high: float) -> float:
    """A value as y in the chart, `high` at the top."""
    return HEIGHT * (high - value) / (high - low)


def ticks(seconds: float) -> list[Tick]:
    """Marks for the time axis at round times."""
    step = next((s for s in STEPS if seconds / s <= MOST_TICKS), STEPS[-1])
    count = int(seconds / step)
    return [Tick(across(step * n, seconds), clock(step * n)) for n in range(count + 1)]


def clock(seconds: float) -> str:
    """12.5 -> "0:12.5", 3725 -> "1:02:05"."""
    whole, tenths = divmod(round(seconds * 10), 10)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return f"{text}.{tenths}" if tenths else text
