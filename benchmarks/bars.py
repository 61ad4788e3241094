"""What the gateway is held to, as ratios within one run on one machine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.loops import ALONE, CEILING, FER, SEED
from benchmarks.measurements import Point, Second
from benchmarks.subjects import GATEWAY, LITSERVE, MOSEC

BUSY = 32
CROWDED = 128
_SLOWDOWN = 1.3
"""How much slower than alone a call may be and still count as unhindered."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure and its bar: at least `bar` where `least`, at most otherwise."""

    name: str
    value: float
    bar: float
    least: bool

    @property
    def passed(self) -> bool:
        return self.value >= self.bar if self.least else self.value <= self.bar


def bars(points: Sequence[Point], seconds: Sequence[Second]) -> Iterator[Bar]:
    """Every bar; `points` and `seconds` are those of one whole run."""
    busy = _point(points, GATEWAY, BUSY).per_second
    alone = _point(points, GATEWAY, 1)
    for rival, connections, bar in (
        (CEILING, 0, 0.8),
        (LITSERVE, BUSY, 1.2),
        (MOSEC, BUSY, 0.9),
        (SEED, 0, 10),
        (FER, 0, 1),
    ):
        name = f"throughput at {BUSY} connections, by that of {rival}"
        yield Bar(name, busy / _best(points, rival, connections), bar, least=True)
    in_process = _point(points, ALONE, 0).p50_ms
    yield Bar("p50 alone, by that of a call in-process", alone.p50_ms / in_process, 1.3, False)
    failures = sum(_point(points, GATEWAY, CROWDED).failures.values())
    yield Bar(f"failures but 429 at {CROWDED} connections", failures, 0, least=False)
    recovered = _recovered_after(alone.p50_ms, [s for s in seconds if s.subject == GATEWAY])
    yield Bar("seconds until p50 is that of alone after a burst", recovered, 1, least=False)


def _recovered_after(alone_ms: float, seconds: Sequence[Second]) -> float:
    slow = [s.second for s in seconds if not s.p50_ms <= _SLOWDOWN * alone_ms]
    return max(slow) + 1 if slow else 0


def _point(points: Sequence[Point], subject: str, connections: int) -> Point:
    return next(p for p in points if (p.subject, p.connections) == (subject, connections))


def _best(points: Sequence[Point], subject: str, connections: int) -> float:
    return max(p.per_second for p in points if (p.subject, p.connections) == (subject, connections))
