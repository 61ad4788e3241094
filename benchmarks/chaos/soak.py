"""Everything at once for long, at about half the capacity: nothing fails, and memory stays.

steady traffic ─┐
odd traffic ────┴─> gateway ─every few seconds─> memory of all its processes
                        first minutes: caches fill │ then: what grows is a leak
"""

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.chaos import odd_traffic
from benchmarks.chaos.ground import Ground, ground
from benchmarks.chaos.odd_traffic import MISTAKES
from benchmarks.chaos.options import Options
from benchmarks.chaos.tally import Bar, Tally
from benchmarks.chaos.traffic import Rates
from benchmarks.load import LoadProcess
from benchmarks.report import table

RATES = Rates(pictures=(6, 10.0), recommendations=(2, 5.0), streams=(4, 5.0), clips=1)
LOOK_SECONDS = 5.0
_WARM_UP, _MOST_WARM_UP_SECONDS = 1 / 6, 300.0
_ENDING = 30
_PARTS = 10


def run(options: Options) -> Tally:
    seconds = options.soak_seconds
    with (
        tempfile.TemporaryDirectory() as folder,
        ground(Path(folder)) as there,
        LoadProcess() as load,
        LoadProcess() as odd,
    ):
        ending = there.held.begin(_ENDING)
        loading = there.start(load, seconds, RATES)
        wrong = odd.start(odd_traffic.send, there.server.port, ending, seconds)
        held = list(_watched(there, loading))
        tally = there.tallied("soak", loading.result()[0])
        mistakes = wrong.result()[0]
    tally.add(((each.kind, each.status) for each in mistakes.tries), MISTAKES)
    tally.growth = growth(held, seconds)
    kinds = len({each.kind for each in mistakes.tries})
    tally.bars.append(Bar.at_least("kinds of odd traffic", kinds, 5))
    tally.notes.append(_memory_table(held))
    return tally


Look = tuple[float, int]


def _watched(there: Ground, loading: Future[Any]) -> Iterator[Look]:
    """Seconds from the start, and the bytes that the server's processes hold then."""
    begun = time.perf_counter()
    while not loading.done():
        now, held = time.perf_counter() - begun, there.server.memory()
        print(f"{now:.0f} s: {held / 2**20:.1f} MiB", file=sys.stderr, flush=True)
        yield now, held
        time.sleep(LOOK_SECONDS)


def growth(held: Sequence[Look], seconds: float) -> float:
    """The last tenth's median by that of the tenth after the warm-up, less one.

    Single looks catch a clip being analysed, or none.
    """
    warm = min(_WARM_UP * seconds, _MOST_WARM_UP_SECONDS)
    steady = [size for at, size in held if warm <= at < seconds]
    tenth = max(1, len(steady) // _PARTS)
    return median(steady[-tenth:]) / median(steady[:tenth]) - 1


def _memory_table(held: list[Look]) -> str:
    step = max(1, len(held) // _PARTS)
    rows = [
        (f"{held[n][0]:.0f}", f"{median(size for _, size in held[n : n + step]) / 2**20:.1f}")
        for n in range(0, len(held), step)
    ]
    return table(("seconds", "memory MiB, all processes"), rows)
