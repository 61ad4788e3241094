"""Jobs as files, so that they outlive every process.

    JOBS/<id>/job.json   what was asked for, and how far it is; replaced whole
    JOBS/<id>/source     the clip, until the job has ended
    JOBS/<id>/cancel     somebody wants it to end
    JOBS/<id>/lock       held by the runner that works on it
    JOBS/<id>/result/    timeline.json, summary.json, report.html, …

Routes create jobs and ask for their end; the runner that has the lock alone changes `job.json`
afterwards.
"""

import errno
import json
import logging
import os
import re
import secrets
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from mien.errors import NotFound, Overloaded, StorageFull
from mien.telemetry import spans
from mien.telemetry.trail import CURRENT
from mien.turns import turn

logger = logging.getLogger(__name__)

_ID = re.compile(r"[0-9a-f]{32}")
RETRY_SECONDS = 30
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class State(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({State.DONE, State.FAILED, State.CANCELLED})


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client asked for: the clip's name, samples a second, the viewer, a video or none."""

    name: str
    rate: float = 10.0
    viewer: int | None = None
    video: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """A job as `job.json` holds it; times are seconds since 1970, `progress` is in 0..1 or None
    where the clip does not state its length. `request_id` and `trace` are of the request that
    made it, see `spans.stamp`."""

    id: str
    wish: Wish
    created: float
    state: State = State.QUEUED
    started: float | None = None
    ended: float | None = None
    seconds: float = 0.0
    progress: float | None = 0.0
    attempts: int = 0
    error: dict[str, Any] | None = None
    request_id: str = ""
    trace: str = ""


@contextmanager
def room_on_disk() -> Iterator[None]:
    """Tell a full disk from other failures: raises StorageFull within the block."""
    try:
        yield
    except Exception as error:
        if is_full(error):
            raise StorageFull("there is no room left for this clip") from error
        raise


def is_full(error: Exception) -> bool:
    """Whether a failure is that of a full disk, the file system's or FFmpeg's."""
    return getattr(error, "errno", None) in _FULL


class JobStore:
    """The jobs of a folder, which is made when first needed."""

    def __init__(self, folder: Path, most: int) -> None:
        """At most `most` jobs wait or run at once."""
        self.folder, self._most = folder, most

    def check_capacity(self) -> None:
        """Raise Overloaded where no place is free; call it before reading a body."""
        waiting = sum(job.state not in ENDED for job in self.jobs())
        if waiting >= self._most:
            raise Overloaded(f"{waiting} clips are waiting or being analysed", RETRY_SECONDS)

    def begin(self) -> str:
        """The id of a new job, which has a folder for its source and does not count yet."""
        identifier = secrets.token_hex(16)
        self.place(identifier).mkdir(parents=True)
        return identifier

    def submit(self, identifier: str, wish: Wish) -> Job:
        """Queue a job whose source is in its place."""
        trail = CURRENT.get()
        made_by = "" if trail is None else trail.id
        job = Job(identifier, wish, time.time(), request_id=made_by, trace=spans.stamp())
        self.write(job)
        return job

    def place(self, identifier: str) -> Path:
        """The folder of a job."""
        return self.folder / identifier

    def source(self, identifier: str) -> Path:
        """Where the clip of a job lies."""
        return self.place(identifier) / "source"

    def lock(self, identifier: str) -> Path:
        """The lock of a job."""
        return self.place(identifier) / "lock"

    def result(self, identifier: str) -> Path:
        """The folder of a job's results."""
        return self.place(identifier) / "result"

    def read(self, identifier: str) -> Job:
        """A job. Raises NotFound for an id that is none, or has expired."""
        unknown = NotFound("there is no such job; results are kept for a limited time")
        if not _ID.fullmatch(identifier):
            raise unknown
        try:
            text = (self.place(identifier) / "job.json").read_text("utf-8")
        except OSError as error:
            raise unknown from error
        found = json.loads(text)
        wish = Wish(**_known(Wish, found["wish"]))
        job = Job(**{**_known(Job, found), "wish": wish, "state": State(found["state"])})
        if self.wants_cancelling(identifier) and job.state not in ENDED:
            return replace(job, state=State.CANCELLED)
        return job

    def write(self, job: Job) -> None:
        """Replace what is known of a job."""
        path = self.place(job.id) / "job.json"
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps(asdict(job)), "utf-8")
        partial.replace(path)

    def jobs(self) -> Iterator[Job]:
        """All jobs, the oldest first."""
        found = []
        for path in self.folder.glob("*/job.json"):
            try:
                found.append(self.read(path.parent.name))
            except NotFound:
                continue  # removed meanwhile
        return iter(sorted(found, key=lambda job: (job.created, job.id)))

    def counts(self) -> dict[str, int]:
        """The number of jobs in each state."""
        found = Counter(job.state for job in self.jobs())
        return {state.value: found[state] for state in State}

    def cancel(self, identifier: str) -> None:
        """Ask for the end of a job; raises NotFound."""
        self.read(identifier)
        with room_on_disk():
            (self.place(identifier) / "cancel").touch()

    def wants_cancelling(self, identifier: str) -> bool:
        """Whether somebody asked for the end of a job."""
        return (self.place(identifier) / "cancel").exists()

    def remove(self, identifier: str) -> None:
        """Forget a job and all its files."""
        shutil.rmtree(self.place(identifier), ignore_errors=True)

    def sweep(self, keep_seconds: float) -> None:
        """Remove jobs that ended, and uploads that broke off, longer ago than that; nothing while
        the clock may be wrong, see `mien.turns`."""
        moment = time.time()
        if not self._is_turn(moment):
            return
        before = moment - keep_seconds
        for job in self.jobs():
            if job.state in ENDED and (job.ended or job.created) < before:
                self.remove(job.id)
        for folder in self.folder.glob("*/"):
            with suppress(FileNotFoundError):  # another machine sweeps too
                if not (folder / "job.json").exists() and folder.stat().st_mtime < before:
                    shutil.rmtree(folder, ignore_errors=True)

    def _is_turn(self, moment: float) -> bool:
        """The time of the last turn is that of a file."""
        note = self.folder / "swept"
        with suppress(OSError):  # a full disk is no reason to keep what is old
            last = note.stat().st_mtime if note.exists() else 0.0
            found = turn(_utc(last), _utc(moment), timedelta())
            note.touch()
            os.utime(note, (moment, found.last.timestamp()))
            if found.doubted:
                logger.error("no result was removed since %s: is the clock wrong?", _utc(last))
            return found.taken
        return True


def _known(kind: type[Job] | type[Wish], found: dict[str, Any]) -> dict[str, Any]:
    """Without what a later version wrote: both share the folder during an upgrade."""
    return {field.name: found[field.name] for field in fields(kind) if field.name in found}


def _utc(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
