"""The process that analyses clips, one after another, at a low priority.

    oldest queued job ─> analyse_to ─> result/ ─> done
      killed meanwhile ─> still "running" at the next start ─> begun again, at most three times

Every worker of the gateway starts a runner; a lock in the jobs' folder lets one of them work, and
the next takes over the moment it dies. A runner ends with the worker that started it.
"""

import fcntl
import logging
import os
import sys
import threading
import time
from dataclasses import replace

import cv2

from mien.clips.analysis import Readers
from mien.clips.result import analyse_to
from mien.errors import MienError
from mien.media.video import ClipLimits
from mien.settings import Settings, settings
from services.jobs.store import ENDED, Job, JobStore, State, room_on_disk

logger = logging.getLogger("mien.jobs")

NICENESS = 10
LOOK_SECONDS, SWEEP_SECONDS, NOTE_SECONDS = 0.2, 60.0, 0.25
MOST_ATTEMPTS = 3


class Cancelled(Exception):
    """Somebody asked for the end of the job."""


class Runner:
    """Works off a store."""

    def __init__(self, store: JobStore, readers: Readers, chosen: Settings) -> None:
        self._store, self._readers = store, readers
        self._limits = ClipLimits.of(chosen)
        self._noted = 0.0

    def run_next(self) -> bool:
        """Run the oldest job that waits; whether there was one."""
        for job in self._store.jobs():
            if self._store.wants_cancelling(job.id) and job.ended is None:
                self._end(job, State.CANCELLED)
            elif job.state not in ENDED:
                self._run(job)
                return True
        return False

    def _run(self, job: Job) -> None:
        job = replace(
            job, state=State.RUNNING, started=time.time(), attempts=job.attempts + 1, progress=0.0
        )
        if job.attempts > MOST_ATTEMPTS:
            problem = MienError(f"the analysis broke off {MOST_ATTEMPTS} times").problem()
            self._end(replace(job, error=problem), State.FAILED)
            return
        self._store.write(job)
        try:
            with room_on_disk():
                seconds = self._analyse(job)
        except Cancelled:
            self._end(job, State.CANCELLED)
        except MienError as error:
            self._end(replace(job, error=error.problem()), State.FAILED)
        except Exception:
            logger.exception("job %s failed", job.id)
            problem = MienError("the clip could not be analysed").problem()
            self._end(replace(job, error=problem), State.FAILED)
        else:
            self._end(replace(job, progress=1.0, seconds=seconds), State.DONE)

    def _analyse(self, job: Job) -> float:
        wish = job.wish

        def note(done: float, whole: float | None) -> None:
            self._note(job, done, whole)

        result = analyse_to(
            self._store.result(job.id),
            self._store.source(job.id),
            self._readers,
            self._limits,
            wish.rate,
            wish.viewer,
            video=wish.video,
            progress=note,
            name=wish.name,
        )
        return float(result.summary["duration"])

    def _note(self, job: Job, done: float, whole: float | None) -> None:
        if self._store.wants_cancelling(job.id):
            raise Cancelled
        now = time.monotonic()
        if now - self._noted >= NOTE_SECONDS:
            self._noted = now
            share = None if whole is None else min(0.99, done / whole)
            self._store.write(replace(job, seconds=done, progress=share))

    def _end(self, job: Job, state: State) -> None:
        self._store.write(replace(job, state=state, ended=time.time()))
        self._store.source(job.id).unlink(missing_ok=True)


def main() -> None:
    """Wait for the lock, then work until the worker that started this process is gone.

    The models are loaded for the first job, so a server without clips does not pay for them.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()
    chosen = settings()
    chosen.jobs_dir.mkdir(parents=True, exist_ok=True)
    with (chosen.jobs_dir / "runner.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _work(chosen)


def _work(chosen: Settings) -> None:
    os.nice(NICENESS)
    if sys.platform == "linux":
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
    cv2.setNumThreads(1)
    store = JobStore(chosen.jobs_dir, chosen.job_queue)
    runner: Runner | None = None
    swept = float("-inf")
    while True:
        if time.monotonic() - swept > SWEEP_SECONDS:
            store.sweep(chosen.job_keep_hours * 3600)
            swept = time.monotonic()
        if runner is None and any(job.state not in ENDED for job in store.jobs()):
            runner = Runner(store, Readers.load(chosen), chosen)
        if runner is None or not runner.run_next():
            time.sleep(LOOK_SECONDS)


def _end_with_parent() -> None:
    """The parent holds the other end of standard input; it closes with the parent's life."""
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
