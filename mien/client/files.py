"""Files to send: a path, the bytes themselves or an open file.

path, bytes, file ─> bytes, or for a clip its file, read piece by piece and counted
"""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from mien.errors import EmptyBody

File = str | os.PathLike[str] | bytes | BinaryIO


def content(file: File, noun: str) -> bytes:
    """The bytes of a file. Raises EmptyBody where it has none, OSError where it cannot be read."""
    if isinstance(file, bytes):
        data = file
    elif isinstance(file, str | os.PathLike):
        data = Path(file).read_bytes()
    else:
        data = file.read()
    if not data:
        raise EmptyBody(f"the {noun} has no bytes")
    return data


class Upload(io.FileIO):
    """A file on its way, which tells the share (0..1) that is read; never whole in memory."""

    def __init__(self, path: Path, tell_share: Callable[[float], None]) -> None:
        """Raises OSError."""
        super().__init__(path, "rb")
        self._size = os.fstat(self.fileno()).st_size
        self._tell_share = tell_share

    def read(self, size: int | None = -1, /) -> bytes:
        """The next piece."""
        piece = super().read(size)
        self._tell_share(self.tell() / self._size if self._size else 1.0)
        return piece or b""

    def is_under_way(self) -> bool:
        """Whether part of the file has not been sent, so that the server cannot have all of it."""
        return self.tell() < self._size
