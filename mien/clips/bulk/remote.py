"""Clips at URLs, read through PyArrow's file systems, or fsspec's where PyArrow has none.

url ─> file system, path in it ─> version
                             └──> a temporary file of bounded size ─> FFmpeg
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import IO
from urllib.parse import quote, unquote, urlsplit

from fsspec.core import url_to_fs
from pyarrow import ArrowInvalid
from pyarrow.fs import FileInfo, FileSelector, FileSystem, FileType, FSSpecHandler, PyFileSystem

from mien.clips.bulk.listing import is_clip, no_clip
from mien.errors import BodyTooLarge

CHUNK = 1024 * 1024

OPEN_FILES = Path("/proc/self/fd")
"""Where Linux shows a process its open files, by number, even those without a name."""


def clips_below(url: str) -> list[str]:
    """The clips below a folder, by name, relative to it; none where the URL names no folder.

    A folder that cannot be read has none either: `version_at` says why.
    """
    try:
        system, path = located(url)
        if system.get_file_info(path).type != FileType.Directory:
            return []
        return _names_below(system, path)
    except OSError:
        return []


def version_at(url: str) -> str:
    """As `listing.version`; the time is 0 where the server does not tell. Raises OSError."""
    system, path = located(url)
    found: FileInfo = system.get_file_info(path)
    if found.type == FileType.Directory:
        _names_below(system, path)
        raise FileNotFoundError(errno.ENOENT, no_clip())
    if found.type == FileType.NotFound:
        raise FileNotFoundError(errno.ENOENT, "there is nothing at this address")
    return f"{found.size}:{found.mtime_ns or 0}"


@contextmanager
def fetched(url: str, most: int) -> Iterator[Path]:
    """A copy on this machine while the block lasts, of `most` bytes at most.

    On Linux the copy has no name, so a process that is killed leaves none behind. Raises OSError
    and BodyTooLarge.
    """
    system, path = located(url)
    named = not OPEN_FILES.is_dir()
    with NamedTemporaryFile(prefix="mien-") if named else TemporaryFile() as copy:
        with system.open_input_stream(path, compression=None) as source:
            _copy(source, copy, most)
        copy.flush()
        yield Path(copy.name) if named else OPEN_FILES / str(copy.fileno())


def located(url: str) -> tuple[FileSystem, str]:
    """The file system of a URL and the path in it. Raises OSError where no library knows it."""
    parts = urlsplit(url, allow_fragments=False)
    options = f"?{parts.query}" if parts.query else ""
    try:
        known = _arrow_system(f"{parts.scheme}://{parts.netloc}/{options}")
        if known is not None:
            return known[0], f"{known[1].rstrip('/')}/{unquote(parts.path).lstrip('/')}"
        system, path = url_to_fs(url)
    except (ValueError, ImportError) as error:
        raise OSError(errno.EPROTONOSUPPORT, str(error).partition("\n")[0]) from error
    return PyFileSystem(FSSpecHandler(system)), path


@lru_cache
def _arrow_system(root: str) -> tuple[FileSystem, str] | None:
    """One file system a server, with what its paths begin with; None where PyArrow has none."""
    try:
        system, path = FileSystem.from_uri(quote(root, safe=":/?=&@%+~[]"))
    except ArrowInvalid as error:
        if "Unrecognized filesystem" in str(error):
            return None
        raise
    return system, path


def _names_below(system: FileSystem, path: str) -> list[str]:
    root = path.rstrip("/") + "/"
    entries = system.get_file_info(FileSelector(path, recursive=True))
    try:
        names = [entry.path.removeprefix(root) for entry in entries if entry.type == FileType.File]
    except UnicodeDecodeError as error:
        raise OSError(errno.EILSEQ, "it holds a name that is not valid UTF-8") from error
    return sorted(name for name in names if _is_shown(name))


def _is_shown(name: str) -> bool:
    *folders, last = name.split("/")
    return is_clip(last) and not any(folder.startswith(".") for folder in folders)


def _copy(source: IO[bytes], target: IO[bytes], most: int) -> None:
    copied = 0
    while chunk := source.read(CHUNK):
        copied += len(chunk)
        if copied > most:
            raise BodyTooLarge(f"the clip has more than the {most} bytes that are taken")
        target.write(chunk)
