"""Clips on a server: each is a job, followed to its end, whose results are fetched and forgotten.

clip ─upload─> job ─events─> progress … done ─> summary, files ─> forgotten
                └─ connection lost ─> followed on ─┘
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

import httpx

from mien.client.connection import Connection
from mien.client.errors import JobCancelled, ServerProblem, UnexpectedAnswer
from mien.client.files import Upload

if TYPE_CHECKING:  # for types alone: they would load ONNX Runtime
    from mien.client.replies.clips import ClipSummary, JobReply

ENDED = ("done", "failed", "cancelled")
CHUNK_BYTES = 1024 * 1024
TRIES = 5
"""For a file of results, each from its beginning."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a clip is.

    `share` is that of the stage, 0..1, or None where it is not known; `seconds_left` an estimate.
    """

    stage: Literal["sending", "waiting", "analysing", "fetching"]
    share: float | None = None
    seconds_left: float | None = None


ProgressTold = Callable[[Progress], None]


def ignore(progress: Progress) -> None:
    """Tell nobody."""


class Jobs:
    """The jobs of one server. Every method raises MienError."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def submit(
        self,
        clip: Path,
        rate: float = 10.0,
        viewer: int | None = None,
        video: bool = True,
        told: ProgressTold = ignore,
    ) -> "JobReply":
        """Send a clip; its job, which has not begun. Raises OSError where it cannot be read.

        A broken connection is tried again while the server cannot have the whole clip.
        """
        wish = {"rate": str(rate), "video": "true" if video else "false"}
        wish |= {"viewer": str(viewer)} if viewer is not None else {}
        name = clip.name.encode(errors="replace").decode()
        with Upload(clip, lambda share: told(Progress("sending", share))) as upload:
            form = {"video": (name, upload, "application/octet-stream")}
            job: JobReply = self._connection.reply(
                "id", "/analyze", upload.is_under_way, params=wish, files=form
            )
        return job

    def follow(self, identifier: str) -> Iterator["JobReply"]:
        """The job at each change, until it has ended; also over a restart of the server."""
        while True:
            try:
                with self._connection.opened(f"{_place(identifier)}/events") as events:
                    for job in _told(events.iter_lines()):
                        yield job
                        if job["state"] in ENDED:
                            return
                raise httpx.ReadError("the job's events broke off")
            except httpx.ReadTimeout:
                continue  # a waiting job changes seldom: ask whether it is still there
            except httpx.RequestError as error:
                self._connection.pause(error)

    def fetch(self, job: "JobReply", folder: Path, told: ProgressTold = ignore) -> list[Path]:
        """Write all files of a job that is done into `folder`, each whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        names = sorted(job.get("files", {}))
        paths = []
        for number, name in enumerate(names):
            told(Progress("fetching", number / len(names)))
            paths.append(self._fetch_one(job["id"], name, folder))
        return paths

    def forget(self, identifier: str) -> None:
        """End a job that has not ended; remove what the server keeps of one that has."""
        self._connection.delete(_place(identifier))

    def _fetch_one(self, identifier: str, name: str, folder: Path) -> Path:
        if Path(name).name != name:
            raise UnexpectedAnswer(f"the job has a file named '{name}'", 200)
        partial = folder / f"{name}.partial"
        try:
            self._write(f"{_place(identifier)}/files/{quote(name)}", partial)
            return partial.replace(folder / name)
        finally:
            partial.unlink(missing_ok=True)

    def _write(self, address: str, path: Path) -> None:
        for tries_left in reversed(range(TRIES)):
            try:
                with self._connection.opened(address) as response, path.open("wb") as file:
                    for piece in response.iter_bytes(CHUNK_BYTES):
                        file.write(piece)
                return
            except httpx.RequestError as error:
                if not tries_left:
                    raise self._connection.lost(error) from error
                self._connection.pause(error)


def summary_of(job: "JobReply") -> "ClipSummary":
    """The summary of a job that has ended. Raises the error that it ended with, or JobCancelled."""
    if "error" in job:
        raise ServerProblem(job["error"], int(job["error"]["status"]))
    if "result" not in job:
        raise JobCancelled(f"the analysis of {job['name']} was cancelled on the server")
    return job["result"]


def progress_of(job: "JobReply") -> Progress:
    """How far a job is that has not ended."""
    if job["state"] == "queued":
        return Progress("waiting")
    return Progress("analysing", job["progress"], job["seconds_left"])


def _told(lines: Iterable[str]) -> Iterator["JobReply"]:
    """The jobs in server-sent events."""
    for line in lines:
        if line.startswith("data:"):
            job: JobReply = json.loads(line.removeprefix("data:"))
            yield job


def _place(identifier: str) -> str:
    return f"/jobs/{quote(identifier, safe='')}"
