"""prust/wikipedia-movie-data: US films by year, as JSON Lines or one JSON array.

A film listed twice in its year is skipped the second time. An id is the title and year, since
several films share an article: `wikipedia-in-old-arizona-1929`.
"""

from collections.abc import Iterator

from recommender_api.catalog.archives import Member
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats import cells
from recommender_api.catalog.formats.documents import Fields, first_json, json_objects
from recommender_api.catalog.formats.genres import genres
from recommender_api.catalog.records import MovieRecord

_KEYS = {"title", "year", "cast", "genres"}
_NOT_NAMES = {"and", "Jr.", "Sr.", "The"}
"""What the article's lists leave over where they were cut into names."""
_SLUG_LENGTH = 100


def claims(member: Member) -> bool:
    """Whether the file's first object is a film of this format."""
    return set(first_json(member)) >= _KEYS


def read(source: Source) -> Iterator[MovieRecord | str]:
    """Each film, or why it is skipped. Raises CatalogDamaged."""
    seen: set[tuple[str, int | None]] = set()
    ids: set[str] = set()
    for member in filter(claims, source.members):
        for film in json_objects(source, member):
            if isinstance(film, str):
                yield film
                continue
            title, year = cells.text(film.get("title")), cells.year(film.get("year"))
            if title is None:
                yield "no title"
            elif (title, year) in seen:
                yield "duplicate title and year"
            else:
                seen.add((title, year))
                film_id = _new_id(title, year, ids)
                ids.add(film_id)
                yield _movie(film, film_id, title, year)


def _new_id(title: str, year: int | None, taken: set[str]) -> str:
    plain = f"wikipedia-{cells.slug(title.lower())[:_SLUG_LENGTH]}-{year or 'undated'}"
    number, film_id = 1, plain
    while film_id in taken:  # Savage and Savage!, both of 1973
        number += 1
        film_id = f"{plain}-{number}"
    return film_id


def _movie(film: Fields, film_id: str, title: str, year: int | None) -> MovieRecord:
    names = cells.listed(film.get("cast"))
    found = film.get("genres")
    return MovieRecord(
        id=film_id,
        title=title,
        year=year,
        genres=genres(found if isinstance(found, list) else ()),
        actors=tuple(name for name in names if _is_name(name)),
        description=cells.text(film.get("extract")),
        poster_url=cells.address(film.get("thumbnail")),
    )


def _is_name(name: str) -> bool:
    return name not in _NOT_NAMES and any(map(str.isalpha, name))
