"""The process that analyses clips, one after another, at a low priority.

    oldest queued job ─> analyse_to ─> result/ ─> done
      killed meanwhile ─> still "running" at the next start ─> begun again, at most ten times

Every worker of a gateway starts a runner. One on each machine works, and the next takes over the
moment it dies; those of several machines take different jobs of a folder that they share, as each
job has a lock. A runner ends with the worker that started it.
"""

import hashlib
import os
import shutil
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import cv2

from mien.clips.analysis import Readers
from mien.clips.result import analyse_to
from mien.errors import MienError, NotFound, StorageFull
from mien.media.video import ClipLimits
from mien.settings import MEBIBYTE, Settings, settings
from mien.telemetry import logs, spans
from mien.telemetry.elsewhere import afterwards
from mien.telemetry.trail import note
from recommender_api.privacy.logs import keep_identifiers_out
from services.jobs.locks import only_one, unless_taken
from services.jobs.store import ENDED, Job, JobStore, State, is_full, room_on_disk
from services.rollout.loading import clip_readers, served
from services.rollout.plan import Models

NICENESS = 10
LOOK_SECONDS, SWEEP_SECONDS, NOTE_SECONDS = 0.2, 60.0, 0.25
MOST_ATTEMPTS = 10
ROOM_BYTES, ROOM_SECONDS = 64 * MEBIBYTE, 5.0
"""With less room than that the disk is full for everybody, and the clip waits."""


class Cancelled(Exception):
    """Somebody asked for the end of the job."""


class Runner:
    """Works off a store."""

    def __init__(self, store: JobStore, readers: Readers, chosen: Settings) -> None:
        self._store, self._readers = store, readers
        self._limits = ClipLimits.of(chosen)
        self._noted = 0.0

    def run_next(self) -> bool:
        """Run the oldest job that waits and that no other runner has; whether there was one.

        One that ends its runner again and again lets the others pass.
        """
        waiting = [job for job in self._store.jobs() if job.ended is None]
        return any(self._take(job.id) for job in sorted(waiting, key=lambda job: job.attempts))

    def _take(self, identifier: str) -> bool:
        """Whether there was work in a job, which another runner may have ended meanwhile."""
        with unless_taken(self._store.lock(identifier)) as ours, suppress(NotFound):
            if not ours or (job := self._store.read(identifier)).ended is not None:
                return False
            if not self._store.wants_cancelling(identifier):
                with afterwards("analysis", job.request_id, job.trace):
                    self._run_with_room(job)
                return True
            self._end(job, State.CANCELLED)
        return False

    def _run_with_room(self, job: Job) -> None:
        """A clip that a full disk stops is analysed once there is room; it fails where its own
        results do not fit."""
        try:
            with room_on_disk():
                self._run(job)
        except StorageFull as full:
            shutil.rmtree(self._store.result(job.id), ignore_errors=True)
            if shutil.disk_usage(self._store.folder).free >= ROOM_BYTES:
                self._fail(job, full)
                return
            note(full)
            with suppress(OSError):
                self._store.write(replace(job, state=State.QUEUED, progress=0.0))
            time.sleep(ROOM_SECONDS)

    def _run(self, job: Job) -> None:
        job = replace(
            job, state=State.RUNNING, started=time.time(), attempts=job.attempts + 1, progress=0.0
        )
        if job.attempts > MOST_ATTEMPTS:
            self._fail(job, MienError(f"the analysis broke off {MOST_ATTEMPTS} times"))
            return
        self._store.write(job)
        try:
            seconds = self._analyse(job)
        except Cancelled:
            self._end(job, State.CANCELLED)
        except MienError as error:
            self._fail(job, error)
        except Exception as defect:
            if is_full(defect):
                raise
            self._fail(job, MienError("the clip could not be analysed"), defect)
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

    def _fail(self, job: Job, problem: MienError, defect: Exception | None = None) -> None:
        note(problem, defect)
        self._end(replace(job, error=problem.problem()), State.FAILED)

    def _end(self, job: Job, state: State) -> None:
        self._store.write(replace(job, state=state, ended=time.time()))
        self._store.source(job.id).unlink(missing_ok=True)


def main() -> None:
    """Wait for this machine's turn, then work until the worker that started this process is gone.

    The models are loaded for the first job, so a server without clips does not pay for them.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()
    chosen = settings()
    logs.configure(chosen)
    keep_identifiers_out()
    spans.start(chosen, "mien-jobs")
    chosen.jobs_dir.mkdir(parents=True, exist_ok=True)
    with only_one(_machine_lock(chosen.jobs_dir)):
        _work(chosen)


def _machine_lock(jobs: Path) -> Path:
    """A file that this machine alone has, a user's own for a folder of jobs."""
    name = hashlib.sha256(os.fsencode(jobs.resolve())).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"mien-runner-{os.getuid()}-{name}.lock"


def _work(chosen: Settings) -> None:
    os.nice(NICENESS)
    if sys.platform == "linux":
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
    cv2.setNumThreads(1)
    store = JobStore(chosen.jobs_dir, chosen.job_queue)
    runner: Runner | None = None
    loaded: Models = {}
    swept = float("-inf")
    while True:
        if time.monotonic() - swept > SWEEP_SECONDS:
            store.sweep(chosen.job_keep_hours * 3600)
            swept = time.monotonic()
        if any(job.state not in ENDED for job in store.jobs()):
            models = served(chosen)
            if runner is None or models != loaded:
                runner, loaded = Runner(store, clip_readers(chosen, models), chosen), models
        if runner is None or not runner.run_next():
            time.sleep(LOOK_SECONDS)


def _end_with_parent() -> None:
    """The parent holds the other end of standard input; it closes with the parent's life."""
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
