"""What the data sets say of films.

TMDB has no IMDb ids: MovieLens links them. Wikipedia has none either, and is found by title and
year.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from recommender_api.catalog.check_starter.shipped import movies
from recommender_api.catalog.check_starter.spelling import plain, plain_titles
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.tables import columns, table
from recommender_api.catalog.records import MovieRecord

TMDB, IMDB, MOVIELENS, WIKIPEDIA = "TMDB", "IMDb", "MovieLens", "Wikipedia"
FILES = {
    TMDB: "tmdb_5000_movies.csv.xz",
    IMDB: "imdb_extensive_schema_sample_1002.csv.xz",
    MOVIELENS: "ml-latest-small-2018.tar.xz",
    WIKIPEDIA: "wikipedia_movies_36273.jsonl.xz",
}
"""The sample of IMDb's official TSVs is left out: its one feature film is of 1894."""

Said = Mapping[str, MovieRecord]
"""What is said of one film, by data set."""


class Known:
    """What the data sets say of films."""

    def __init__(self, data: Path) -> None:
        self._by_id: defaultdict[str, dict[str, MovieRecord]] = defaultdict(dict)
        self._by_title: defaultdict[str, list[MovieRecord]] = defaultdict(list)
        self._records = {name: list(movies(data / file)) for name, file in FILES.items()}
        imdb_ids = dict(_links(data / FILES[MOVIELENS]))
        for name in (TMDB, IMDB, MOVIELENS):
            for record in self._records[name]:
                self._by_id[imdb_ids.get(record.id, record.id)][name] = record
        for record in self._records[WIKIPEDIA]:
            self._by_title[plain(record.title)].append(record)

    def said_of(self, film: MovieRecord) -> Said:
        """What each data set says of the film."""
        said = dict(self._by_id.get(film.id, {}))
        titles = set[str]().union(*map(plain_titles, (film, *said.values())))
        same = [record for title in titles for record in self._by_title.get(title, ())]
        near = [record for record in same if distance(film.year, record.year) <= 1]
        nearest = min((distance(film.year, record.year) for record in near), default=0)
        found = [record for record in near if distance(film.year, record.year) == nearest]
        return said | ({WIKIPEDIA: found[0]} if len(found) == 1 else {})

    def prose(self) -> Iterator[str]:
        """Every description in every data set."""
        for records in self._records.values():
            yield from (record.description for record in records if record.description)


def distance(one: int | None, other: int | None) -> float:
    """The difference; infinite where either is unknown."""
    return float("inf") if one is None or other is None else abs(one - other)


def _links(path: Path) -> Iterator[tuple[str, str]]:
    """TMDB's and IMDb's id of each film, as the readers spell them."""
    source = Source(path)
    for member in source.members:
        if "tmdbId" in columns(member):
            for row in table(source, member):
                if isinstance(row, dict):
                    yield f"tmdb-{row['tmdbId']}", f"tt{row['imdbId']:0>7}"
