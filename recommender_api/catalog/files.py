"""A catalog's files as lines of text, whatever they are packed in.

    path --> Source --> members --> lines (UTF-8) --> a format's reader
                                      |
                                      +-- CatalogDamaged, after the lines that are there

Bytes that are not UTF-8 become lone surrogates, which `is_utf8` tells: a reader skips the row and
counts it.
"""

import re
import stat
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cached_property, partial
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO, cast

from recommender_api.catalog.archives import DAMAGE, Member, describe, shown, walk
from recommender_api.catalog.errors import CatalogDamaged, CatalogUnreadable

MAX_MEMBERS = 1000
MAX_LINE = 4 * 2**20
"""Characters of the longest line; a file of one endless line must not fill the memory."""
MAX_DOCUMENT = 256 * 2**20
"""Characters of the longest file that is read whole, as a JSON array is."""

_ENCODING = "utf-8-sig"
_ERRORS = "surrogateescape"
_SUFFIXES = re.compile(r"(\.(csv|gz|json|jsonl|tar|tsv|txt|xz|ya?ml|zip))+$", re.IGNORECASE)


def is_utf8(line: str) -> bool:
    """Whether every byte of the line was UTF-8."""
    if line.isascii():
        return True
    try:
        line.encode()  # ten times faster than searching for surrogates
    except UnicodeEncodeError:
        return False
    return True


class Source:
    """A file, a folder, or a .gz, .xz, .zip or .tar of files; told by content, not by name.

    Raises CatalogUnreadable where there is nothing to read, and CatalogDamaged for an archive whose
    list of files is lost. `fault` says what an archive that ends too early lost behind `members`.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.fault: str | None = None
        self.members = tuple(self._members())
        if len(self.members) > MAX_MEMBERS:
            raise CatalogUnreadable(f"{shown(str(self.path))} holds more than {MAX_MEMBERS} files")

    @property
    def name(self) -> str:
        """The path's last part, for messages and the database."""
        return shown(self.path.name or str(self.path))

    @cached_property
    def stem(self) -> str:
        """The name without its suffixes: `shop` of `shop.csv.gz`."""
        return _SUFFIXES.sub("", self.path.resolve().name)

    def lines(self, member: Member) -> Iterator[str]:
        """The file's lines with their ends; a byte order mark at the beginning is left out.

        Raises CatalogDamaged where the data ends too early or is corrupt.
        """
        with ExitStack() as stack:
            try:
                stream = _decoded(member, stack)
                for line in iter(partial(stream.readline, MAX_LINE), ""):
                    if len(line) == MAX_LINE:
                        raise CatalogDamaged(member.name, f"a line has over {MAX_LINE} characters")
                    yield line
            except DAMAGE as error:
                raise CatalogDamaged(member.name, describe(error)) from error

    def document(self, member: Member) -> tuple[str, CatalogDamaged | None]:
        """The whole file's text, or what can be read of it and why there is no more."""
        decoder = getincrementaldecoder(_ENCODING)(_ERRORS)
        parts: list[str] = []
        size = 0
        with ExitStack() as stack:
            try:
                stream = member.open(stack)
                while part := stream.read1(2**16):
                    parts.append(decoder.decode(part))
                    size += len(parts[-1])
                    if size > MAX_DOCUMENT:
                        fault = f"it has over {MAX_DOCUMENT} characters; JSON Lines may have more"
                        return "", CatalogDamaged(member.name, fault)
            except DAMAGE as error:
                return "".join(parts), CatalogDamaged(member.name, describe(error))
        return "".join([*parts, decoder.decode(b"", final=True)]), None

    def _members(self) -> Iterator[Member]:
        _check_openable(self.path)
        found = 0
        try:
            for member in islice(walk(self.path), MAX_MEMBERS + 1):
                found += 1
                yield member
        except PermissionError as error:
            raise CatalogUnreadable(f"{shown(str(self.path))} may not be read") from error
        except DAMAGE as error:
            if not found:
                raise CatalogDamaged(self.name, describe(error)) from error
            self.fault = describe(error)


def _check_openable(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CatalogUnreadable(f"{shown(str(path))}: {reason}") from error
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise CatalogUnreadable(f"{shown(str(path))} is neither a file nor a folder")


def _decoded(member: Member, stack: ExitStack) -> TextIOWrapper:
    buffer = cast(IO[bytes], member.open(stack))
    stream = TextIOWrapper(buffer, encoding=_ENCODING, errors=_ERRORS, newline="")
    return stack.enter_context(stream)
