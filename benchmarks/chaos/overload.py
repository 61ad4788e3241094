"""Ten times the capacity: what is accepted stays quick, the rest is refused, nothing fails.

    rising rates ─> peak, and p99 at the highest rate that is served whole
    10 x peak, open loop ─> answered and refused by the second, p99 of what was answered
    one caller, from the end on ─> seconds until p50 is that of before

One worker on a core of its own, the callers on the others: on the same cores every request that is
refused would also cost the time of sending it.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

from benchmarks.chaos.options import Options
from benchmarks.chaos.tally import Bar, NotRun, Tally
from benchmarks.load import LoadProcess, Outcome, closed_loop, post
from benchmarks.measurements import percentiles_ms, seconds_after
from benchmarks.open_loop import open_loop
from benchmarks.pictures import jpegs
from benchmarks.report import table
from benchmarks.servers import Server, gateway

TIMES = 10
FIRST_SHARE, LAST_SHARE, STEP = 0.7, 2.0, 1.06
"""Of what a few callers in a closed loop get: the rates at which the peak is sought, each so many
times the one before, until three were not served whole."""
BEYOND = 3
STEP_SECONDS = 10.0
_CALLERS = 16
_SERVED_WHOLE = 0.99
_SLOWDOWN = 1.3
_AFTER_SECONDS = 8.0
_PARTS = 10


def run(options: Options) -> Tally:
    with _first_core_served() as (server, load):
        requests = [post("/predict", jpeg) for jpeg in jpegs()]
        alone = load.start(closed_loop, server.port, requests, 1, STEP_SECONDS / 2).result()
        few = load.start(closed_loop, server.port, requests, _CALLERS, STEP_SECONDS).result()
        steps = _rising(load, server, requests, _per_second(few, STEP_SECONDS))
        peak, p99 = capacity(steps)
        print(f"peak {peak:.0f} requests/s, p99 {p99:.0f} ms", file=sys.stderr, flush=True)
        before = server.memory()
        seconds = options.overload_seconds
        storm = load.start(open_loop, server.port, requests, TIMES * peak, seconds).result()
        after = load.start(closed_loop, server.port, requests, 1, _AFTER_SECONDS).result()
        tally = tallied(storm, seconds, peak, p99)
        tally.recovery_seconds = recovered(after, percentiles_ms(_taken(alone))[0])
        grown = server.memory() - before
        tally.notes.append(f"Memory before {before >> 20} MiB, and {grown / 2**20:+.0f} MiB.")
        tally.notes.append(_steps_table(steps))
        return tally


Step = tuple[float, list[Outcome]]


@contextmanager
def _first_core_served() -> Iterator[tuple[Server, LoadProcess]]:
    """A worker on the first core, a load on the others."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) == 1:
        raise NotRun("the server and its callers need a core each")
    try:
        os.sched_setaffinity(0, cores[:1])
        with gateway(MIEN_WORKERS="1") as server, LoadProcess() as load:
            os.sched_setaffinity(0, cores[1:])
            yield server, load
    finally:
        os.sched_setaffinity(0, cores)


def _rising(load: LoadProcess, server: Server, requests: list[bytes], closed: float) -> list[Step]:
    steps: list[Step] = []
    rate = FIRST_SHARE * closed
    while rate < LAST_SHARE * closed and len(steps) - len(_whole(steps)) < BEYOND:
        outcomes = load.start(open_loop, server.port, requests, rate, STEP_SECONDS).result()
        steps.append((rate, outcomes))
        rate *= STEP
    return steps


def capacity(steps: Sequence[Step]) -> tuple[float, float]:
    """The most answers a second, and the p99 in milliseconds at the highest rate that was served
    whole."""
    peak = max(_per_second(outcomes, STEP_SECONDS) for _, outcomes in steps)
    whole = _whole(steps)
    if not whole:
        raise NotRun("no rate was served whole: this machine is too busy to measure on")
    return peak, percentiles_ms(_taken(whole[-1]))[1]


def _whole(steps: Sequence[Step]) -> list[list[Outcome]]:
    return [o for _, o in steps if len(_taken(o)) >= _SERVED_WHOLE * len(o)]


def tallied(storm: Sequence[Outcome], seconds: float, peak: float, p99: float) -> Tally:
    """What the storm came to, against the `peak` a second and the p99 before it."""
    tally = Tally("overload")
    tally.add(("picture", outcome.status) for outcome in storm)
    slow = percentiles_ms(_taken(storm))[1]
    kept = _per_second(storm, seconds) / peak
    tally.bars += [
        Bar.at_most("p99 of what was accepted, by that at capacity", slow / p99, 3),
        Bar.at_least("throughput, by its peak", kept, 0.95),
        Bar.at_least("rate that was sent, by the capacity", len(storm) / seconds / peak, 9.5),
    ]
    tally.notes.append(
        f"Capacity {peak:.0f}/s with a p99 of {p99:.0f} ms; then {len(storm) / seconds:.0f}/s for "
        f"{seconds:g} s, of which {_per_second(storm, seconds):.0f}/s were read with a p99 of "
        f"{slow:.0f} ms, and refusals took {percentiles_ms(_refused(storm))[0]:.1f} ms (p50)."
    )
    tally.notes.append(_storm_table(storm, seconds))
    return tally


def recovered(after: Sequence[Outcome], alone_ms: float) -> float:
    """Seconds after the storm until one caller is served as quickly as before it."""
    seconds = seconds_after("after", after)
    slow = [each.second for each in seconds if not each.p50_ms <= _SLOWDOWN * alone_ms]
    return float(max(slow) + 1 if slow else 0)


def _taken(outcomes: Sequence[Outcome]) -> list[float]:
    return [outcome.seconds for outcome in outcomes if outcome.status == 200]


def _refused(outcomes: Sequence[Outcome]) -> list[float]:
    return [outcome.seconds for outcome in outcomes if outcome.status == 429]


def _per_second(outcomes: Sequence[Outcome], seconds: float) -> float:
    """Answers within the time, from the first request on."""
    end = min(outcome.sent for outcome in outcomes) + seconds
    taken = [o for o in outcomes if o.status == 200 and o.sent + o.seconds <= end]
    return len(taken) / seconds


def _steps_table(steps: Sequence[Step]) -> str:
    rows = [
        (f"{rate:.0f}", f"{_per_second(outcomes, STEP_SECONDS):.0f}", *_ms(_taken(outcomes)))
        for rate, outcomes in steps
    ]
    return table(("sent a second", "answered a second", "p50 ms", "p99 ms"), rows)


def _storm_table(storm: Sequence[Outcome], seconds: float) -> str:
    first = min(outcome.sent for outcome in storm)
    rows = []
    for begin, end in pairwise(seconds * part / _PARTS for part in range(_PARTS + 1)):
        part = [o for o in storm if begin <= o.sent - first < end]
        a_second = len(_taken(part)) / (end - begin)
        rows.append((f"{begin:g} to {end:g}", f"{a_second:.0f}", *_ms(_taken(part))))
    return table(("seconds of the storm", "answered a second", "p50 ms", "p99 ms"), rows)


def _ms(seconds: list[float]) -> tuple[str, str]:
    p50, p99 = percentiles_ms(seconds)
    return f"{p50:.0f}", f"{p99:.0f}"
