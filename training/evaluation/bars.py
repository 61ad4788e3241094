"""What the project asks of a model, beside what was measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from training.evaluation import markdown

Metrics = Mapping[str, float]


@dataclass(frozen=True)
class Bar:
    """A figure and its bound: a number, or the name of another figure of the same evaluation."""

    words: str
    figure: str
    kind: Literal["at least", "at most"]
    bound: float | str

    def limit(self, metrics: Metrics) -> float:
        """The bound as a number."""
        return metrics[self.bound] if isinstance(self.bound, str) else self.bound

    def reached(self, metrics: Metrics) -> bool:
        """Whether the figure keeps its bound."""
        value, limit = metrics[self.figure], self.limit(metrics)
        return value >= limit if self.kind == "at least" else value <= limit


def table(bars: Sequence[Bar], metrics: Metrics) -> str:
    """A Markdown table: each bar, the figure, and whether it is reached."""
    rows = [
        (
            bar.words,
            f"{bar.kind} {bar.limit(metrics):g}",
            f"{metrics[bar.figure]:g}",
            "reached" if bar.reached(metrics) else "**missed**",
        )
        for bar in bars
    ]
    return markdown.table(("measured", "asked for", "found", ""), rows)
