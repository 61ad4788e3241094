"""What one process does with the clips that it is given, one after another.

Task ─local file, or fetched─> analyse_to ─> timeline.csv ─> samples ─┐
             cannot be read ──────────────────────────────> error ─> part
"""

import logging
import socket
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import cv2
import pyarrow as pa

from mien.clips.analysis import Readers
from mien.clips.bulk.errors import BulkFailed
from mien.clips.bulk.listing import file_name, is_url, version
from mien.clips.bulk.order import Order, Task
from mien.clips.bulk.parts import FOLDER, Note, packed
from mien.clips.bulk.remote import fetched
from mien.clips.bulk.schema import samples_of
from mien.clips.bulk.scratch import scratch, sweep
from mien.clips.result import TABLE, analyse_to
from mien.errors import MienError
from mien.media.video import ClipLimits
from mien.settings import Settings

logger = logging.getLogger("mien.bulk")

MOST_ATTEMPTS = 3
"""A clip that ended its process so many times is given up."""


class Worker:
    """Reads clips with models that are loaded once."""

    def __init__(self, order: Order, recipe: str) -> None:
        """Raises BulkFailed where this node would do other work than the command expects."""
        chosen = Settings(**order.settings)
        self._order, self._recipe = order, recipe
        if order.recipe(chosen) != recipe:
            raise BulkFailed(f"{socket.gethostname()} has another Mien or other models")
        if order.reports is not None and not (order.reports / FOLDER).is_dir():
            raise BulkFailed(f"{socket.gethostname()} does not see {order.reports}")
        sweep()
        cv2.setNumThreads(1)
        self._readers, self._limits = Readers.load(chosen), ClipLimits.of(chosen)
        self._most_bytes = chosen.max_clip_bytes

    def part(self, task: Task, attempt: int = 1) -> bytes:
        """What came of a clip, for the `attempt`-th time; one that cannot be read is an error."""
        try:
            if attempt > MOST_ATTEMPTS:
                raise MienError(f"the analysis broke off {MOST_ATTEMPTS} times")
            summary, samples, folder = self._read(task)
        except Exception as error:
            where = f" on {socket.gethostname()}"
            note = Note(task.place, task.version, self._recipe, error=problem(error, where))
            return packed(note)
        note = Note(task.place, task.version, self._recipe, summary, folder=folder)
        return packed(note, samples)

    def _read(self, task: Task) -> tuple[dict[str, Any], pa.Table, str | None]:
        order, reports = self._order, self._order.reports
        with _local(task.place, self._most_bytes) as clip, _folder(reports, task) as folder:
            result = analyse_to(
                folder,
                clip,
                self._readers,
                self._limits,
                order.rate,
                order.viewer,
                video=order.video and reports is not None,
                name=file_name(task.place),
            )
            samples = samples_of(folder / TABLE)
        summary = {name: told for name, told in result.summary.items() if name != "definitions"}
        return summary, samples, task.name if reports else None


def _local(place: str, most: int) -> AbstractContextManager[Path]:
    if is_url(place):
        return fetched(place, most)
    version(Path(place))
    return nullcontext(Path(place))


def _folder(reports: Path | None, task: Task) -> AbstractContextManager[Path]:
    """Where a clip's files go: below the reports, or for as long as they are needed."""
    return scratch() if reports is None else nullcontext(reports / task.name)


def problem(error: Exception, where: str = "") -> dict[str, Any]:
    """The error as `mien.commands.file_lines` writes it, with `where` it came from the system."""
    if isinstance(error, MienError):
        return error.problem()
    if isinstance(error, OSError):
        reason = (error.strerror or str(error)).partition("\n")[0]
        return {"code": "unreadable-file", "detail": f"{reason}{where}"}
    logger.error("a clip could not be analysed", exc_info=error)
    return MienError("the clip could not be analysed").problem()
