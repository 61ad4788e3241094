"""The one table of a run, as Markdown for people and as JSON for the next run."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import psutil

from benchmarks.bars import Bar
from benchmarks.measurements import Point, Second

RESULTS = Path(__file__).resolve().parent / "results"
_PACKAGES = ("bentoml", "onnxruntime", "opencv-python-headless", "numpy")


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run."""

    machine: str
    busy_before: float
    points: list[Point]
    after_burst: list[Second]
    bars: list[Bar]

    def markdown(self) -> str:
        """Machine, table, seconds after the burst, bars."""
        notes = [self.machine, busy(self.busy_before)]
        return "\n\n".join(
            [*notes, _points(self.points), _seconds(self.after_burst), bar_table(self.bars)]
        )

    def write(self) -> None:
        """Write `results/serving.md` and `results/serving.json`."""
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "serving.md").write_text(self.markdown() + "\n", "utf-8")
        (RESULTS / "serving.json").write_text(json.dumps(asdict(self), indent=1) + "\n", "utf-8")


def machine() -> str:
    """The processor, its cores and the versions that the figures depend on."""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB; "
        f"Python {platform.python_version()}, {packages}."
    )


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())


def busy(share: float) -> str:
    """What a report says of the machine's load before the run, in 0..1."""
    return f"The machine was {share:.0%} busy before the run."


def publish(name: str, *parts: str) -> None:
    """Print a report of these paragraphs and tables, and write it to `results/<name>.md`."""
    text = "\n\n".join(parts)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(text + "\n", "utf-8")
    print(text)


def _points(points: Sequence[Point]) -> str:
    head = ("server", "setting", "connections", "requests/s", "p50 ms", "p99 ms",
            "CPU ms a request", "429", "failures")  # fmt: skip
    return table(head, [_row(point) for point in points])


def _row(point: Point) -> tuple[str, ...]:
    failures = ", ".join(f"{count} x {status}" for status, count in point.failures.items())
    return (
        point.subject,
        point.setting,
        str(point.connections or "no server"),
        f"{point.per_second:.1f}",
        f"{point.p50_ms:.1f}",
        f"{point.p99_ms:.1f}",
        f"{point.cpu_ms:.2f}",
        str(point.overloaded),
        failures or "0",
    )


def _seconds(seconds: Sequence[Second]) -> str:
    head = ("server", "second after the burst", "p50 ms", "p99 ms")
    rows = [(s.subject, str(s.second), f"{s.p50_ms:.1f}", f"{s.p99_ms:.1f}") for s in seconds]
    return table(head, rows)


def bar_table(bars: Sequence[Bar]) -> str:
    rows = [
        (
            bar.name,
            f"{bar.value:.2f}",
            f"{min(bar.values):.2f} to {max(bar.values):.2f}",
            f"{'at least' if bar.least else 'at most'} {bar.bar:g}",
            "ok" if bar.passed else "short",
        )
        for bar in bars
    ]
    return table(("bar", "median", "rounds", "wanted", "verdict"), rows)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
