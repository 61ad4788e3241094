"""TMDB 5000: tmdb_5000_movies.csv, with people from tmdb_5000_credits.csv where it lies beside.

Lists are JSON inside CSV cells. Minutes of 0 and the mean of no votes are unknown.
"""

import json
from collections.abc import Iterator

from recommender_api.catalog.archives import Member
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats import cells
from recommender_api.catalog.formats.genres import genres
from recommender_api.catalog.formats.tables import columns, table
from recommender_api.catalog.records import MovieRecord

MAX_ACTORS = 15
"""Cast members taken, in billing order; a TMDB cast goes down to the extras."""

_MOVIES = {"id", "title", "genres", "overview", "vote_average", "vote_count"}
_CREDITS = {"movie_id", "cast", "crew"}

People = tuple[tuple[str, ...], tuple[str, ...]]
"""Directors and actors."""


def claims(member: Member) -> bool:
    """Whether the file is tmdb_5000_movies.csv."""
    return set(columns(member)) >= _MOVIES


def read(source: Source) -> Iterator[MovieRecord | str]:
    """Each film, or why it is skipped. Raises CatalogDamaged."""
    people = dict(_people(source))
    for member in filter(claims, source.members):
        for row in table(source, member):
            yield row if isinstance(row, str) else _movie(row, people)


def _movie(row: dict[str, str], people: dict[str, People]) -> MovieRecord | str:
    number = cells.whole(row["id"], 1)
    if number is None:
        return "no id"
    title = cells.text(row["title"]) or cells.text(row.get("original_title"))
    if title is None:
        return "no title"
    votes = cells.whole(row["vote_count"], 0) or 0
    directors, actors = people.get(str(number), ((), ()))
    return MovieRecord(
        id=f"tmdb-{number}",
        title=title,
        year=cells.year(row.get("release_date")),
        genres=genres(_names(row["genres"])),
        directors=directors,
        actors=actors,
        minutes=cells.whole(row.get("runtime"), 1),
        description=cells.text(row["overview"]),
        score=cells.number(row["vote_average"], 0, 10) if votes else None,
        votes=votes,
        production_company=next(iter(_names(row.get("production_companies"))), None),
    )


def _people(source: Source) -> Iterator[tuple[str, People]]:
    for member in source.members:
        if set(columns(member)) >= _CREDITS:
            for row in table(source, member):
                if isinstance(row, dict):
                    directors = cells.texts(
                        one.get("name")
                        for one in _objects(row["crew"])
                        if one.get("job") == "Director"
                    )
                    yield row["movie_id"].strip(), (directors, _names(row["cast"])[:MAX_ACTORS])


def _names(cell: str | None) -> tuple[str, ...]:
    return cells.texts(one.get("name") for one in _objects(cell))


def _objects(cell: str | None) -> list[dict[str, object]]:
    try:
        value = json.loads(cell or "[]")
    except (ValueError, RecursionError):
        return []
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
