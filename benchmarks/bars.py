"""What the gateway is held to, as ratios within one run on one machine.

Each round measures everything within half a minute, so a machine that is slower in one round than
in another hardly moves a ratio; the median over the rounds counts.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.loops import ALONE, CEILING, FER, SEED
from benchmarks.measurements import Point, Second
from benchmarks.subjects import GATEWAY, LITSERVE, MOSEC

BUSY = 32
CROWDED = 128
_SLOWDOWN = 1.3
"""How much slower than alone a call may be and still count as unhindered."""

Round = Sequence[Point]


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure of each round; their median is at least `bar` where `least`, at most elsewhere."""

    name: str
    values: tuple[float, ...]
    bar: float
    least: bool

    @property
    def value(self) -> float:
        return median(self.values)

    @property
    def passed(self) -> bool:
        return self.value >= self.bar if self.least else self.value <= self.bar


def bars(rounds: Sequence[Round], seconds: Sequence[Second]) -> Iterator[Bar]:
    """Every bar; `rounds` and `seconds` are those of one whole run."""
    for rival, connections, bar in (
        (CEILING, 0, 0.8),
        (LITSERVE, BUSY, 1.2),
        (MOSEC, BUSY, 0.9),
        (SEED, 0, 10),
        (FER, 0, 1),
    ):
        ratios = _ratios(rounds, (GATEWAY, BUSY), (rival, connections), lambda p: p.per_second)
        name = f"throughput at {BUSY} connections, by that of {rival}"
        yield Bar(name, ratios, bar, least=True)
    slower = _ratios(rounds, (GATEWAY, 1), (ALONE, 0), lambda p: p.p50_ms)
    yield Bar("p50 alone, by that of a call in-process", slower, 1.3, least=False)
    crowded = (_point(points, GATEWAY, CROWDED) for points in rounds)
    failures = sum(sum(point.failures.values()) for point in crowded)
    yield Bar(f"failures but 429 at {CROWDED} connections", (failures,), 0, least=False)
    alone_ms = median(_point(points, GATEWAY, 1).p50_ms for points in rounds)
    recovered = _recovered_after(alone_ms, [s for s in seconds if s.subject == GATEWAY])
    yield Bar("seconds until p50 is that of alone after a burst", (recovered,), 1, least=False)


def _ratios(
    rounds: Sequence[Round],
    ours: tuple[str, int],
    theirs: tuple[str, int],
    figure: Callable[[Point], float],
) -> tuple[float, ...]:
    pairs = ((_point(points, *ours), _point(points, *theirs)) for points in rounds)
    return tuple(figure(our) / figure(their) for our, their in pairs)


def _recovered_after(alone_ms: float, seconds: Sequence[Second]) -> float:
    slow = [s.second for s in seconds if not s.p50_ms <= _SLOWDOWN * alone_ms]
    return max(slow) + 1 if slow else 0


def _point(points: Round, subject: str, connections: int) -> Point:
    return next(p for p in points if (p.subject, p.connections) == (subject, connections))
