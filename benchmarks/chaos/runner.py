"""kill -9 of the job runner while clips are analysed: each ends done, and as if nothing had been.

clips ─> jobs ─> runner, killed at random ─> timelines ─> byte for byte those of a quiet run
"""

import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import psutil

from benchmarks.chaos.ground import Ground, ground, seconds_until
from benchmarks.chaos.options import Options
from benchmarks.chaos.tally import Bar, Tally
from benchmarks.chaos.traffic import Rates, Seen
from benchmarks.load import LoadProcess
from mien.clips.result import TABLE, TIMELINE
from services.jobs.store import ENDED, Job, JobStore, State

CLIPS_AT_ONCE = 2
CLIP_SECONDS = 15
QUIET_SECONDS = 20.0
MOST_SECONDS = 30.0


def run(options: Options) -> Tally:
    with (
        tempfile.TemporaryDirectory() as folder,
        ground(Path(folder), clip_seconds=CLIP_SECONDS) as there,
        LoadProcess() as load,
    ):
        rates = replace(Rates(), clips=CLIPS_AT_ONCE)
        [quiet] = there.start(load, QUIET_SECONDS, rates).result()
        loading = there.start(load, options.seconds, rates)
        recovered = _kill_until_done(there, loading, options.seconds)
        [seen] = loading.result()
        return _tallied(there, quiet, seen, recovered)


def _tallied(there: Ground, quiet: Seen, seen: Seen, recovered: list[float]) -> Tally:
    tally = there.tallied("runner", seen)
    tally.recovery_seconds = max(recovered, default=None)
    undone = [state for state in seen.clips.values() if state != "done"]
    wanted = {_result(there, each) for each in quiet.clips}
    other = [each for each in seen.clips if {_result(there, each)} != wanted]
    tally.bars += [
        Bar.at_least("kills", len(recovered), 2),
        Bar.at_least("clips analysed", len(seen.clips) - len(undone), 1),
        Bar.at_most("accepted clips that were not analysed", len(undone), 0),
        Bar.at_most("timelines unlike those of a quiet run", len(other), 0),
    ]
    times = ", ".join(f"{each:.2f}" for each in recovered)
    tally.notes.append(f"Seconds until a clip was analysed again, kill by kill: {times}.")
    return tally


def _result(there: Ground, job: str) -> bytes:
    """The timeline as JSON and as CSV; nothing where there is none."""
    files = [there.jobs / job / "result" / name for name in (TIMELINE, TABLE)]
    return b"\0".join(file.read_bytes() for file in files if file.exists())


def _kill_until_done(there: Ground, loading: Future[list[Seen]], seconds: float) -> list[float]:
    chance = random.Random(8)
    end = time.perf_counter() + seconds - 5.0
    recovered = []
    while time.perf_counter() < end and not loading.done():
        time.sleep(1.0 + 3.0 * chance.random())
        if (took := _kill(there)) is not None:
            recovered.append(took)
    return recovered


def _kill(there: Ground) -> float | None:
    """Seconds until the clip that was being analysed is again; None where none was, or it ended
    before."""
    running = next((job for job in _jobs(there) if job.state is State.RUNNING), None)
    runner = _working(there)
    if running is None or runner is None:
        return None
    runner.send_signal(signal.SIGKILL)
    runner.wait(MOST_SECONDS)
    left = next(job for job in _jobs(there) if job.id == running.id)
    if left.state in ENDED:
        return None
    took = seconds_until(lambda: _begun_again(there, left), MOST_SECONDS)
    print(f"killed the runner: {took:.2f} s", file=sys.stderr)
    return took


def _begun_again(there: Ground, left: Job) -> bool:
    """Whether the job has gone on to another attempt, or has ended meanwhile."""
    found = next(job for job in _jobs(there) if job.id == left.id)
    return found.attempts > left.attempts or found.state in ENDED


def _working(there: Ground) -> psutil.Process | None:
    """The runner whose turn it is: it alone has worked."""
    below = there.server.process.children(recursive=True)
    runners = [each for each in below if "services.jobs.runner" in each.cmdline()]
    return max(runners, key=lambda each: sum(each.cpu_times()[:2]), default=None)


def _jobs(there: Ground) -> Iterator[Job]:
    return JobStore(there.jobs, 1).jobs()
