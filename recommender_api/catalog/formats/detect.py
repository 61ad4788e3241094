"""Which format a catalog is in, told by its columns and keys, never by a file name alone.

Source --members' first bytes--> detect --> Format --read--> one Row for each row of the input
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from recommender_api.catalog.archives import Member
from recommender_api.catalog.errors import CatalogDamaged, CatalogEncoding, UnknownCatalog
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats import (
    cells,
    imdb_extensive,
    imdb_tsv,
    movielens,
    own,
    products,
    tmdb,
    wikipedia,
)
from recommender_api.catalog.formats.tables import NOT_UTF8
from recommender_api.catalog.records import MovieRecord, ProductRecord, Row, Skipped

FEW_BAD_ROWS = 20
"""Rows that are not UTF-8 and are skipped as accidents, where they are under one in a hundred."""

Reader = Callable[[Source], Iterator[MovieRecord | ProductRecord | str]]
"""Yields each row's record or, in a few words, why there is none."""


@dataclass(frozen=True, slots=True)
class Format:
    """A catalog format."""

    name: str
    told_by: str
    """What distinguishes it, for people."""
    claims: Callable[[Member], bool]
    """Whether a file is this format's main one."""
    reader: Reader

    def read(self, source: Source) -> Iterator[Row]:
        """One item for each row of the input, in the same order each time, ids never twice.

        Raises CatalogDamaged and CatalogEncoding, both after the rows that could be read.
        """
        seen: set[str] = set()
        row = bad_rows = 0
        try:
            for row, item in enumerate(self.reader(source), 1):
                result = _numbered(row, item, seen)
                if isinstance(result, Skipped) and result.reason == NOT_UTF8:
                    bad_rows += 1
                    _check_encoding(source, row, bad_rows)
                yield result
        except CatalogDamaged as damage:
            raise damage.after(row) from damage
        if source.fault:
            raise CatalogDamaged(source.name, source.fault, row)


FORMATS = (
    Format(
        "imdb-extensive",
        "a CSV with imdb_title_id, title, year, genre, avg_vote, votes",
        imdb_extensive.claims,
        imdb_extensive.read,
    ),
    Format(
        "imdb-tsv",
        "IMDb's title.basics.tsv, best with title.ratings.tsv",
        imdb_tsv.claims,
        imdb_tsv.read,
    ),
    Format(
        "movielens",
        "a CSV with movieId, title, genres, best with links.csv and ratings.csv",
        movielens.claims,
        movielens.read,
    ),
    Format(
        "tmdb-5000",
        "a CSV with id, title, genres, overview, vote_average, vote_count",
        tmdb.claims,
        tmdb.read,
    ),
    Format(
        "wikipedia",
        "JSON Lines with title, year, cast, genres",
        wikipedia.claims,
        wikipedia.read,
    ),
    Format("mien", "JSON Lines with the fields of Mien's own records", own.claims, own.read),
    Format(
        "products",
        "CSV, JSON, JSON Lines or YAML with name, and category or price",
        products.claims,
        products.read,
    ),
)
"""In the order in which they are asked: the generic one last."""


def detect(source: Source) -> Format:
    """The format of the catalog at `source`.

    Raises UnknownCatalog where there is none or more than one, CatalogDamaged where nothing of a
    damaged file could be read, and CatalogEncoding for UTF-16.
    """
    found = [(member, form) for member in source.members if (form := _format_of(member))]
    names = {form.name for _, form in found}
    if len(names) > 1:
        listed = ", ".join(f"{member.name} ({form.name})" for member, form in found)
        raise UnknownCatalog(f"{source.name} holds several catalogs; load one at a time: {listed}")
    if found:
        return found[0][1]
    _check_readable(source)
    raise UnknownCatalog(
        f"{source.name} {_saw(source)}. The formats are: "
        + "; ".join(f"{form.name}: {form.told_by}" for form in FORMATS)
    )


def _format_of(member: Member) -> Format | None:
    return next((form for form in FORMATS if form.claims(member)), None)


def _numbered(row: int, item: MovieRecord | ProductRecord | str, seen: set[str]) -> Row:
    if isinstance(item, str):
        return Skipped(row, item)
    if len(item.id) > cells.MAX_ID:
        return Skipped(row, "id too long")
    if item.id in seen:
        return Skipped(row, "duplicate id")
    seen.add(item.id)
    return item


def _check_encoding(source: Source, row: int, bad_rows: int) -> None:
    if bad_rows > FEW_BAD_ROWS and bad_rows * 100 > row:
        raise CatalogEncoding(f"{source.name}: {bad_rows} of its first {row} rows are not UTF-8")


def _check_readable(source: Source) -> None:
    for member in source.members:
        if member.fault:
            raise CatalogDamaged(member.name, member.fault)
        if member.head.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise CatalogEncoding(f"{member.name} is UTF-16")
    if source.fault:
        raise CatalogDamaged(source.name, source.fault)


def _saw(source: Source) -> str:
    if not source.members:
        return "holds no files"
    return "; ".join(f"has {member.name}, which {_look(member)}" for member in source.members[:5])


def _look(member: Member) -> str:
    if not member.head.strip():
        return "is empty"
    if b"\x00" in member.head:
        return f"is not text: it begins with the bytes {member.head[:4].hex(' ')}"
    first_line = cells.text(member.text.strip().splitlines()[0]) or ""
    return f"begins with {first_line[:100]!r}"
