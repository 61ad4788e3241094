"""The "IMDb movies extensive" CSV: 22 columns, a film a row.

Its quirks: a year that reads `TV Movie 2019`, lists divided by ", ", many empty cells. A synthetic
catalog has the same shape; its ids give it away.
"""

import re
from collections.abc import Iterator

from recommender_api.catalog.archives import Member
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats import cells
from recommender_api.catalog.formats.genres import genres
from recommender_api.catalog.formats.tables import columns, table
from recommender_api.catalog.records import MovieRecord

COLUMNS = (
    "imdb_title_id", "title", "original_title", "year", "date_published", "genre", "duration",
    "country", "language", "director", "writer", "production_company", "actors", "description",
    "avg_vote", "votes", "budget", "usa_gross_income", "worlwide_gross_income", "metascore",
    "reviews_from_users", "reviews_from_critics",
)  # fmt: skip

SYNTHETIC_ID = re.compile(r"tt99\d{8}")
"""Ten digits, where IMDb has seven or eight."""

_NEEDED = {"imdb_title_id", "title", "year", "genre", "avg_vote", "votes"}
_IMDB_ID = re.compile(r"tt\d{5,12}")


def claims(member: Member) -> bool:
    """Whether the file's columns are this format's."""
    return set(columns(member)) >= _NEEDED


def read(source: Source) -> Iterator[MovieRecord | str]:
    """Each film, or why it is skipped. Raises CatalogDamaged."""
    for member in filter(claims, source.members):
        for row in table(source, member):
            yield row if isinstance(row, str) else _movie(row)


def _movie(row: dict[str, str]) -> MovieRecord | str:
    title_id = row["imdb_title_id"].strip()
    if not _IMDB_ID.fullmatch(title_id):
        return "no IMDb id"
    title = cells.text(row["title"])
    if title is None:
        return "no title"
    synthetic = SYNTHETIC_ID.fullmatch(title_id) is not None
    return MovieRecord(
        id=title_id,
        title=title,
        year=cells.year(row["year"]),
        genres=genres(row["genre"].split(", ")),
        directors=cells.listed(row.get("director")),
        actors=cells.listed(row.get("actors")),
        minutes=cells.whole(row.get("duration"), 1),
        description=cells.text(row.get("description")),
        score=cells.number(row["avg_vote"], 0, 10),
        votes=cells.whole(row["votes"], 0) or 0,
        imdb_id=None if synthetic else title_id,
        production_company=cells.text(row.get("production_company")),
        synthetic=synthetic,
    )
