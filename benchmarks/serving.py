"""`make bench`: the gateway beside its ceiling, its rivals and what it replaces, in one run.

    trials -> the best setting of each program
    rounds: gateway, LitServe, mosec, loops without a server, one after the other -> points
    bursts -> seconds after                          points --> bars --> results/serving.{md,json}

One program runs at a time, the others are suspended; all of them read the same pictures.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import psutil

from benchmarks.bars import bars
from benchmarks.contest import Contender, after_burst, enter, measure
from benchmarks.load import LoadProcess
from benchmarks.loops import CEILING_SETTINGS, alone, ceiling, other_models
from benchmarks.measurements import Point, Second, median_point
from benchmarks.report import Report, machine
from benchmarks.servers import ROOT, end_on_sigterm
from benchmarks.subjects import servers

ROUNDS = 9
TRIAL_SECONDS = 3.0


def _other_models(rivals_python: Path) -> list[Point]:
    """The best point of each program with other models: too slow for every round, and far off."""
    best: dict[str, Point] = {}
    for point in other_models(rivals_python, TRIAL_SECONDS):
        known = best.get(point.subject, point)
        best[point.subject] = max(known, point, key=lambda each: each.per_second)
    return list(best.values())


def _ceiling_setting() -> str:
    return max(CEILING_SETTINGS, key=lambda setting: ceiling(setting, TRIAL_SECONDS).per_second)


def _round(
    load: LoadProcess, contenders: Sequence[Contender], ceiling_setting: str, seconds: float
) -> list[Point]:
    points = [alone(seconds), ceiling(ceiling_setting, seconds)]
    for contender in contenders:
        points += measure(load, contender, seconds)
    for point in points:
        print(
            f"{point.subject} {point.connections}: {point.per_second:.1f} requests/s, "
            f"p50 {point.p50_ms:.1f} ms",
            file=sys.stderr,
        )
    return points


def _run(rivals_python: Path, seconds: float) -> tuple[list[list[Point]], list[Second]]:
    slow = _other_models(rivals_python)
    ceiling_setting = _ceiling_setting()
    with ExitStack() as running:
        load = running.enter_context(LoadProcess())
        contenders = [
            running.enter_context(enter(load, subject, TRIAL_SECONDS))
            for subject in servers(rivals_python)
        ]
        rounds = [slow + _round(load, contenders, ceiling_setting, seconds) for _ in range(ROUNDS)]
        recovery = [s for contender in contenders for s in after_burst(load, contender)]
    return rounds, recovery


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.5, help="of each point in each round")
    parser.add_argument(
        "--rivals-python",
        type=Path,
        default=ROOT / ".venv-bench" / "bin" / "python",
        help="interpreter with requirements/bench.txt",
    )
    options = parser.parse_args()
    end_on_sigterm()
    busy_before = psutil.cpu_percent(3) / 100
    rounds, recovery = _run(options.rivals_python, options.seconds)
    points = [median_point(same) for same in zip(*rounds, strict=True)]
    report = Report(machine(), busy_before, points, recovery, list(bars(rounds, recovery)))
    report.write()
    print(report.markdown())


if __name__ == "__main__":
    main()
