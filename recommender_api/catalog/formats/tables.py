"""Rows of CSV and TSV files, one item for each, however damaged.

    lines --> _Feed --> csv.reader --> right number of cells? --> {column: cell}
                ^                          | no
                +------- lines after ------+----> why the row is skipped

A quote that is never closed would swallow the rows behind it. A row with a wrong number of cells
gives the lines after its first back, so that each of them is read, or skipped and counted.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice

from recommender_api.catalog.archives import Member
from recommender_api.catalog.files import Source, is_utf8

NOT_UTF8 = "not UTF-8"
WRONG_COLUMNS = "wrong number of columns"

MAX_CELL = 2**20
"""Characters of the longest cell; TMDB's credits have cells of over 100,000."""
MAX_ROW_LINES = 100
"""Lines of the longest row: how far an unclosed quote is followed."""


def columns(member: Member, delimiter: str = ",") -> tuple[str, ...]:
    """The names in the file's first line; empty where that is no header."""
    first = re.split("[\r\n]", member.text, maxsplit=1)[0]
    if delimiter not in first or "\x00" in first:
        return ()
    try:
        header = next(csv.reader([first], delimiter=delimiter), [])
    except csv.Error:
        return ()
    return tuple(name.strip() for name in header)


def table(
    source: Source, member: Member, delimiter: str = ",", quoted: bool = True
) -> Iterator[dict[str, str] | str]:
    """Each row below the header as {column: cell}, or in a few words why it cannot be read.

    Blank lines are not rows. Raises CatalogDamaged where the file ends too early.
    """
    csv.field_size_limit(MAX_CELL)
    header = columns(member, delimiter)
    feed = _Feed(islice(source.lines(member), 1, None))
    reader = (
        csv.reader(feed, delimiter=delimiter)
        if quoted
        else csv.reader(feed, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    )
    while (cells := _next_row(feed, reader)) is not None:
        if len(cells) == len(header):
            yield NOT_UTF8 if feed.damaged else dict(zip(header, cells, strict=True))
        elif cells or feed.consumed[0].strip():
            feed.give_back()
            yield NOT_UTF8 if feed.damaged else WRONG_COLUMNS


def _next_row(feed: "_Feed", reader: Iterator[list[str]]) -> list[str] | None:
    feed.begin_row()
    try:
        return next(reader)
    except StopIteration:
        return None
    except csv.Error:  # a cell beyond MAX_CELL
        return []


class _Feed:
    """The lines that csv.reader takes, remembering those of the row in hand."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._waiting: deque[str] = deque()
        self.consumed: list[str] = []

    @property
    def damaged(self) -> bool:
        """Whether the row has bytes that are not UTF-8."""
        return not all(map(is_utf8, self.consumed))

    def begin_row(self) -> None:
        self.consumed = []

    def give_back(self) -> None:
        """Keep only the row's first line; the others are read again."""
        self._waiting.extendleft(reversed(self.consumed[1:]))
        del self.consumed[1:]

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        if len(self.consumed) == MAX_ROW_LINES:
            raise StopIteration
        line = self._waiting.popleft() if self._waiting else next(self._lines)
        self.consumed.append(line)
        return line
