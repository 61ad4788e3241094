"""What is measured: a point a load, a loop without a server, the seconds after a burst."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from benchmarks.load import LOST, Outcome

OVERLOADED = 429


@dataclass(frozen=True, slots=True)
class Point:
    """One row of the table. Latencies are of requests that succeeded; `connections` is 0 where
    there is no server, and `failures` counts by status whatever was neither 200 nor 429."""

    subject: str
    setting: str
    connections: int
    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float
    overloaded: int
    failures: dict[str, int]


@dataclass(frozen=True, slots=True)
class Second:
    """One second after a burst, as the only connection sees it."""

    subject: str
    second: int
    p50_ms: float
    p99_ms: float


def point(
    subject: str, setting: str, connections: int, outcomes: Sequence[Outcome], cpu_seconds: float
) -> Point:
    """Summarise a load; `cpu_seconds` is what the server's processes used meanwhile."""
    good = [outcome for outcome in outcomes if outcome.status == 200]
    statuses = Counter(outcome.status for outcome in outcomes)
    begun = min(outcome.sent for outcome in outcomes)
    ended = max(outcome.sent + outcome.seconds for outcome in outcomes)
    return Point(
        subject,
        setting,
        connections,
        len(good) / (ended - begun),
        *percentiles_ms([outcome.seconds for outcome in good]),
        1000 * cpu_seconds / max(1, len(good)),
        statuses[OVERLOADED],
        {_name(s): n for s, n in statuses.items() if s not in (200, OVERLOADED)},
    )


def median_point(points: Sequence[Point]) -> Point:
    """One row for several rounds of a load: medians of the figures, sums of what went wrong."""
    failures: Counter[str] = Counter()
    for each in points:
        failures.update(each.failures)
    return Point(
        points[0].subject,
        points[0].setting,
        points[0].connections,
        median(each.per_second for each in points),
        median(each.p50_ms for each in points),
        median(each.p99_ms for each in points),
        median(each.cpu_ms for each in points),
        sum(each.overloaded for each in points),
        dict(failures),
    )


def seconds_after(subject: str, outcomes: Sequence[Outcome]) -> list[Second]:
    """Percentiles by the second in which a request was sent."""
    begun = min(outcome.sent for outcome in outcomes)
    by_second: dict[int, list[float]] = {}
    for outcome in outcomes:
        by_second.setdefault(int(outcome.sent - begun), []).append(outcome.seconds)
    return [
        Second(subject, second, *percentiles_ms(taken))
        for second, taken in sorted(by_second.items())
    ]


def percentiles_ms(seconds: Sequence[float]) -> tuple[float, float]:
    """The 50th and the 99th percentile in milliseconds; not a number where there is nothing."""
    if not seconds:
        return float("nan"), float("nan")
    p50, p99 = np.percentile(seconds, (50, 99))
    return 1000 * float(p50), 1000 * float(p99)


def _name(status: int) -> str:
    return "lost" if status == LOST else str(status)
