"""Live sessions kept for `mien replay`, where the operator and the client both want it.

session ─what was read, in its order─> MIEN_RECORDINGS_DIR/<id>.mien ─MIEN_JOB_KEEP_HOURS─> gone

A recording that cannot be written any further ends; the session goes on.
"""

import json
import logging
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import RawIOBase
from pathlib import Path

from mien.clips.messages import Kind, Message, pack, pcm
from mien.clips.recording import SUFFIX, Answer, append, begin
from mien.media.audio import Sound
from mien.settings import Settings

logger = logging.getLogger("mien.stream")


class Recorder:
    """Records one session, or nothing where `file` is None."""

    def __init__(self, file: RawIOBase | None = None, name: str = "", most_bytes: int = 0) -> None:
        self.name = name
        self._file, self._most = file, most_bytes
        if file:
            begin(file)

    def answered(self, message: Message, sample: Answer) -> None:
        """Keep a picture and its answer."""
        self.message(message)
        self._keep(lambda: json.dumps(sample, ensure_ascii=False).encode())

    def heard(self, sound: Sound, seconds: float) -> None:
        """Keep decoded sound."""
        self._keep(lambda: pack(Kind.PCM, seconds, pcm(sound)))

    def message(self, message: Message) -> None:
        """Keep a message as it came."""
        self._keep(lambda: pack(message.kind, message.seconds, message.payload))

    def _keep(self, entry: Callable[[], bytes]) -> None:
        if self._file is None:
            return
        try:
            append(self._file, entry())
            full = self._file.tell() >= self._most
        except OSError as error:
            logger.warning("recording %s ends: %s", self.name, error.strerror)
            full = True
        if full:
            self._file = None


@contextmanager
def recorder(settings: Settings, wanted: bool) -> Iterator[Recorder]:
    """The recorder of a session, which records nothing where its file cannot be begun."""
    folder = settings.recordings_dir
    if not wanted or folder is None:
        yield Recorder()
        return
    name = uuid.uuid4().hex
    with ExitStack() as opened:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            sweep(folder, settings.job_keep_hours * 3600)
            file = opened.enter_context((folder / f"{name}{SUFFIX}").open("xb", buffering=0))
            kept = Recorder(file, name, settings.max_clip_bytes)
        except OSError as error:
            logger.warning("no recording in %s: %s", folder, error.strerror)
            kept = Recorder()
        yield kept


def sweep(folder: Path, keep_seconds: float) -> None:
    """Remove recordings that were last written longer ago than that."""
    before = time.time() - keep_seconds
    for path in folder.glob(f"*{SUFFIX}"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
