"""What lies at a path: one file, or the files of an archive or folder, each with its first bytes.

    path --first bytes--> plain | gzip | xz --> tar?
                        | zip
         --folder-------> its files
                                          each file: name, head, and how to open it again

Nothing is unpacked to disk, and links and devices inside archives are left out, so a path inside an
archive can point nowhere.
"""

import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from io import BufferedIOBase
from pathlib import Path, PurePosixPath
from typing import IO, cast

from recommender_api.catalog.formats import cells

HEAD_BYTES = 65_536
"""Bytes of each file that its format is told by."""

_TAR_MAGIC = slice(257, 262)
_ENCRYPTED = 0x1

Opener = Callable[[ExitStack], BufferedIOBase]
"""Opens a file, still compressed as the case may be; the stack closes it and its archive."""

DAMAGE = (
    EOFError,
    OSError,
    NotImplementedError,
    UnicodeDecodeError,  # a zip's file name that is not the UTF-8 it claims to be
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What the standard library raises on files that are cut short, corrupt, locked or unsupported."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the catalog: its base name, its first bytes, and what kept them from being more."""

    name: str
    head: bytes
    fault: str | None
    opener: Opener = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        """The head as text; bytes that are not UTF-8 are lone surrogates."""
        return self.head.decode("utf-8-sig", "surrogateescape")

    def open(self, stack: ExitStack) -> BufferedIOBase:
        """The file's bytes, decompressed; reading them raises one of DAMAGE where they are bad."""
        return _decompressed(self.opener(stack), stack)


def describe(error: BaseException) -> str:
    """Damage in a few words for a person."""
    if isinstance(error, EOFError):
        return "the compressed data ends too early"
    return f"the file is damaged ({' '.join(str(error).split()) or type(error).__name__})"


def shown(name: str) -> str:
    """A file's name for messages and the database: bytes that are not UTF-8 are U+FFFD."""
    return cells.text(name) or "unnamed"


def walk(path: Path) -> Iterator[Member]:
    """The files at `path`, in an order that does not change.

    Hidden files and, in archives, anything but regular files are left out. Raises one of DAMAGE
    where an archive ends too early, after the files that it still has.
    """
    if path.is_dir():
        for file in sorted(path.iterdir()):
            if file.is_file():
                yield from _listed(file.name, partial(_open_file, file))
        return
    with ExitStack() as stack:
        stream = _decompressed(_open_file(path, stack), stack)
        head, _ = _head(stream)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from _zipped(path)
    elif head[_TAR_MAGIC] == b"ustar":
        yield from _tarred(path)
    else:
        yield from _listed(path.name, partial(_open_file, path))


def _listed(name: str, opener: Opener, first: Opener | None = None) -> Iterator[Member]:
    base = PurePosixPath(name).name
    if base.startswith("."):
        return
    with ExitStack() as stack:
        try:
            head, fault = _head(_decompressed((first or opener)(stack), stack))
        except DAMAGE as error:
            head, fault = b"", describe(error)
    yield Member(shown(base), head, fault, opener)


def _zipped(path: Path) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        files = [info for info in archive.infolist() if not info.is_dir()]
    for info in files:
        if not stat.S_ISLNK(info.external_attr >> 16):
            yield from _listed(info.filename, partial(_open_zipped, path, info))


def _tarred(path: Path) -> Iterator[Member]:
    with ExitStack() as stack:
        archive = _tar(path, stack)
        while (info := archive.next()) is not None:
            if info.isreg():
                # Heads are read in one pass: each later opening decompresses from the beginning.
                first = partial(_extracted, archive, info)
                yield from _listed(info.name, partial(_open_tarred, path, info), first)
        _check_end(archive)


def _check_end(archive: tarfile.TarFile) -> None:
    """Raise where the end mark is missing: tarfile takes a cut between two files for the end."""
    assert archive.fileobj is not None
    archive.fileobj.seek(archive.offset)
    if archive.fileobj.read(tarfile.BLOCKSIZE) != bytes(tarfile.BLOCKSIZE):
        raise tarfile.ReadError("the archive has no end mark")


def _tar(path: Path, stack: ExitStack) -> tarfile.TarFile:
    stream = _decompressed(_open_file(path, stack), stack)
    return stack.enter_context(tarfile.open(fileobj=stream, mode="r:"))


def _extracted(archive: tarfile.TarFile, info: tarfile.TarInfo, stack: ExitStack) -> BufferedIOBase:
    stream = archive.extractfile(info)
    assert stream is not None, "only regular files are listed"
    return cast(BufferedIOBase, stack.enter_context(stream))


def _open_file(path: Path, stack: ExitStack) -> BufferedIOBase:
    return stack.enter_context(path.open("rb"))


def _open_zipped(path: Path, info: zipfile.ZipInfo, stack: ExitStack) -> BufferedIOBase:
    if info.flag_bits & _ENCRYPTED:
        raise zipfile.BadZipFile("it is encrypted")
    archive = stack.enter_context(zipfile.ZipFile(path))
    return cast(BufferedIOBase, stack.enter_context(archive.open(info)))


def _open_tarred(path: Path, info: tarfile.TarInfo, stack: ExitStack) -> BufferedIOBase:
    return _extracted(_tar(path, stack), info, stack)


def _decompressed(stream: BufferedIOBase, stack: ExitStack) -> BufferedIOBase:
    magic = stream.read(6)
    stream.seek(0)
    if magic.startswith(b"\x1f\x8b"):
        return stack.enter_context(gzip.GzipFile(fileobj=stream))
    if magic == b"\xfd7zXZ\x00":
        return stack.enter_context(lzma.LZMAFile(cast(IO[bytes], stream)))
    return stream


def _head(stream: BufferedIOBase) -> tuple[bytes, str | None]:
    head = b""
    try:
        while len(head) < HEAD_BYTES and (part := stream.read1(HEAD_BYTES - len(head))):
            head += part
    except DAMAGE as error:
        return head, describe(error)
    return head, None
