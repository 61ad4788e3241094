"""Sessions over the proxy, with all else beside them, while a gateway goes and comes back.

senders, beside ─> proxy ─> three gateways
a quarter of the time: the gateway that analyses a clip is killed | its cable is pulled
half of the time: it starts again
afterwards: what was acknowledged is counted in the database, accepted clips are awaited
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.load import LoadProcess
from benchmarks.scale_out.bench import Bench
from benchmarks.scale_out.beside import CLIP_SECONDS, Beside, run_beside
from benchmarks.scale_out.gateways import Gateway
from benchmarks.sessions import run_of
from benchmarks.sessions_load import Sender, Sent, send_all
from benchmarks.sessions_report import PER_SECOND, Run
from services.jobs.store import ENDED, Job, JobStore, State

LATE_SECONDS = 1.0
"""A batch that was acknowledged later than this counts as disturbed."""

JOB_SECONDS = 90.0


@dataclass(frozen=True, slots=True)
class Phase:
    """What a load came to: the sessions' run, what ran beside, how long batches were late after
    the gateway went (seconds), clips accepted, done, and begun again."""

    run: Run
    beside: Beside
    recovered: float
    jobs: int
    done: int
    begun_again: int


def undisturbed(bench: Bench, senders: list[Sender]) -> Phase:
    """The load alone."""
    return _phase("quiet", bench, senders, None)


def killed(bench: Bench, senders: list[Sender]) -> Phase:
    """Every process of a gateway is killed; the kernel resets its connections."""
    return _phase("killed", bench, senders, lambda gateway: gateway.kill())


def vanished(bench: Bench, senders: list[Sender]) -> Phase:
    """A gateway's machine falls silent: nothing is reset, nothing answers."""
    return _phase("vanished", bench, senders, lambda gateway: gateway.machine.plug(False))


def _phase(
    name: str, bench: Bench, senders: list[Sender], end: Callable[[Gateway], None] | None
) -> Phase:
    seconds = bench.arguments.seconds
    went: float | None = None
    with LoadProcess() as load, LoadProcess() as other:
        load_for = (bench.arguments.batch, PER_SECOND, seconds)
        sending = load.start(send_all, bench.port, senders, *load_for)
        beside = other.start(run_beside, bench.port, bench.key, bench.clip, seconds)
        if end is not None:
            went = _disturb(name, bench.gateways, end, seconds)
        sent, [found] = sending.result(), beside.result()
    jobs = [_await_end(bench.store, identifier) for identifier in found.jobs]
    done = [job for job in jobs if job.state is State.DONE]
    return Phase(
        run_of(name, senders, sent, bench.held.stored(senders), None),
        found,
        _late_until(sent, went),
        len(jobs),
        len(done),
        sum(job.attempts > 1 for job in done),
    )


def _disturb(
    name: str, gateways: list[Gateway], end: Callable[[Gateway], None], seconds: float
) -> float:
    """End one that works on a clip and start it again; when it went."""
    begun = time.perf_counter()
    time.sleep(seconds / 4)
    gateway = _analysing(gateways)
    went = time.perf_counter()
    end(gateway)
    print(f"{gateway.machine.name} {name}", file=sys.stderr)
    time.sleep(max(0.0, begun + seconds / 2 - time.perf_counter()))
    gateway.kill()
    gateway.machine.plug(True)
    gateway.start()
    return went


def _analysing(gateways: list[Gateway]) -> Gateway:
    """The next one to work on a clip, or the last where none does for long."""
    deadline = time.perf_counter() + 2 * CLIP_SECONDS
    while time.perf_counter() < deadline:
        for gateway in gateways:
            if gateway.analyses():
                return gateway
        time.sleep(0.02)
    return gateways[-1]


def _late_until(sent: list[Sent], went: float | None) -> float:
    if went is None:
        return 0.0
    late = (o for each in sent for o in each.outcomes if o.seconds > LATE_SECONDS)
    return max((o.sent + o.seconds - went for o in late), default=0.0)


def _await_end(store: JobStore, identifier: str) -> Job:
    deadline = time.monotonic() + JOB_SECONDS
    while (job := store.read(identifier)).state not in ENDED and time.monotonic() < deadline:
        time.sleep(0.1)
    return job
