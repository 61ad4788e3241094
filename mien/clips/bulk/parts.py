"""What is known of each clip, in a file of its own, so that a killed run goes on where it was.

A part is the clip's timeline as Parquet; its note travels in the file's metadata, so that one
rename finishes a clip.

    DIR/.parts/<hash of the clip's place>.parquet
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
from pyarrow import parquet

from mien.clips.bulk.errors import BulkFailed
from mien.clips.bulk.schema import SAMPLES

KEY = b"mien"
FOLDER = ".parts"


@dataclass(frozen=True, slots=True)
class Note:
    """What came of the clip at `place`.

    `version` tells its content from an earlier one, `recipe` the options and models. It has either
    a `summary`, as in summary.json, or an `error`; `folder` holds its report, if there is one.
    """

    place: str
    version: str
    recipe: str
    summary: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    folder: str | None = None


def packed(note: Note, samples: pa.Table | None = None) -> bytes:
    """A part: the samples in the columns of SAMPLES, none where the clip could not be read."""
    table = SAMPLES.empty_table() if samples is None else samples
    file = BytesIO()
    described = json.dumps(asdict(note), ensure_ascii=False).encode()
    parquet.write_table(table.replace_schema_metadata({KEY: described}), file)
    return file.getvalue()


def note_of(part: bytes | Path) -> Note:
    """The note of a part. Raises OSError or ArrowInvalid for a file that is none."""
    metadata = parquet.read_metadata(BytesIO(part) if isinstance(part, bytes) else part)
    return Note(**json.loads(metadata.metadata[KEY]))


class Parts:
    """The parts below a folder of results."""

    def __init__(self, out: Path) -> None:
        """Make the folder. Raises BulkFailed where that is impossible."""
        self._folder = out / FOLDER
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BulkFailed(f"{self._folder} cannot be made: {error.strerror}") from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other runs out while the block lasts. Raises BulkFailed where one is at work."""
        with self._lock_file() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BulkFailed(f"another run is writing to {self._folder.parent}") from error
            yield

    def _lock_file(self) -> TextIO:
        try:
            return (self._folder / "lock").open("w")
        except OSError as error:
            raise BulkFailed(f"{self._folder} cannot be written: {error.strerror}") from error

    def path(self, place: str) -> Path:
        """Where the part of a clip is, once it has one."""
        name = sha256(place.encode(errors="surrogateescape")).hexdigest()[:32]
        return self._folder / f"{name}.parquet"

    def note(self, place: str) -> Note | None:
        """What is known of a clip; None where nothing is, or its part is damaged."""
        try:
            return note_of(self.path(place))
        except (OSError, pa.ArrowInvalid, KeyError, TypeError, ValueError):
            return None

    def keep(self, place: str, part: bytes) -> None:
        """Write a clip's part, at once or not at all. Raises BulkFailed."""
        with replacing(self.path(place)) as partial:
            partial.write_bytes(part)


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A file beside `target` to write, which takes its place when the block ends well.

    Raises BulkFailed where it cannot be written.
    """
    partial = target.with_name(f"{target.name}.partial")
    try:
        yield partial
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(target)
    except OSError as error:
        raise BulkFailed(f"{target} cannot be written: {error.strerror or error}") from error
