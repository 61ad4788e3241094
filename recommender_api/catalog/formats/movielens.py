"""MovieLens: movies.csv, with IMDb ids from links.csv and scores from ratings.csv beside it.

    ratings.csv --> sum and count of the stars a film --+
    links.csv ----> IMDb id a film ---------------------+--> record
    movies.csv ---> "Postman, The (Postino, Il) (1994)" -+

The titles become "The Postman (Il Postino)". A score is twice the mean of its 0.5...5 stars.
"""

import re
from collections import Counter
from collections.abc import Iterator

from recommender_api.catalog.archives import Member
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats import cells
from recommender_api.catalog.formats.genres import genres
from recommender_api.catalog.formats.tables import columns, table
from recommender_api.catalog.records import MovieRecord

_MOVIES = {"movieId", "title", "genres"}
_LINKS = {"movieId", "imdbId"}
_RATINGS = {"movieId", "rating", "userId"}

_YEAR_AT_END = re.compile(r"\(((?:18|19|20)\d\d)(?:[-–](?:\d{4})?)?\)$")
_ARTICLES = (
    "A|An|The|"
    "Das|De|Den|Der|Det|Die|Een|Ein|Eine|El|En|Et|Gli|Het|I|Il|L'|La|Las|Le|Les|Lo|Los|O|Os|"
    "Un|Una|Une"
)
_ARTICLE_BEHIND = re.compile(
    r"(?:^|(?<=\())(?P<alias>a\.k\.a\. )?(?P<title>[^()]+), "
    rf"(?P<article>{_ARTICLES})(?=\s*(?:[()]|$))"
)

Stars = dict[int, tuple[float, int]]
"""Sum and count of a film's stars."""


def claims(member: Member) -> bool:
    """Whether the file is movies.csv."""
    return set(columns(member)) >= _MOVIES


def read(source: Source) -> Iterator[MovieRecord | str]:
    """Each film, or why it is skipped. Raises CatalogDamaged."""
    links = dict(_links(source))
    stars = _stars(source)
    for member in filter(claims, source.members):
        for row in table(source, member):
            yield row if isinstance(row, str) else _movie(row, links, stars)


def _movie(row: dict[str, str], links: dict[int, str], stars: Stars) -> MovieRecord | str:
    number = cells.whole(row["movieId"], 0)
    if number is None:
        return "no id"
    titled = cells.text(row["title"])
    if titled is None:
        return "no title"
    title, year = _title_and_year(titled)
    total, votes = stars.get(number, (0.0, 0))
    imdb_id = links.get(number)
    return MovieRecord(
        id=imdb_id or f"movielens-{number}",
        title=title,
        year=year,
        genres=genres(row["genres"].split("|")),
        score=round(2 * total / votes, 2) if votes else None,
        votes=votes,
        imdb_id=imdb_id,
    )


def _title_and_year(titled: str) -> tuple[str, int | None]:
    found = _YEAR_AT_END.search(titled)
    title = titled[: found.start()] if found else titled
    title = _ARTICLE_BEHIND.sub(_article_first, title).strip() or titled
    return title, int(found[1]) if found else None


def _article_first(found: re.Match[str]) -> str:
    gap = "" if found["article"].endswith("'") else " "
    return f"{found['alias'] or ''}{found['article']}{gap}{found['title']}"


def _rows(source: Source, needed: set[str]) -> Iterator[dict[str, str]]:
    for member in source.members:
        if set(columns(member)) >= needed:
            yield from (row for row in table(source, member) if isinstance(row, dict))


def _links(source: Source) -> Iterator[tuple[int, str]]:
    for row in _rows(source, _LINKS):
        number, imdb_number = cells.whole(row["movieId"], 0), cells.whole(row["imdbId"], 1)
        if number is not None and imdb_number is not None:
            yield number, f"tt{imdb_number:07d}"


def _stars(source: Source) -> Stars:
    given = Counter((row["movieId"], row["rating"]) for row in _rows(source, _RATINGS))
    sums: Stars = {}
    for (movie, rating), times in given.items():
        number, stars = cells.whole(movie, 0), cells.number(rating, 0.5, 5)
        if number is not None and stars is not None:
            total, count = sums.get(number, (0.0, 0))
            sums[number] = total + times * stars, count + times
    return sums
