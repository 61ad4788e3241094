"""MovieLens in two by time: what the catalog may know, and what viewers came to like afterwards.

    ratings by time --first 80%--> the films rated by then, with their ratings --> a catalog
                    --last 20%---> films a viewer gave 4 stars or more --> relevant

One date divides the ratings of all viewers, so no score knows of a rating that is predicted, and
most viewers behind it are new.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.tables import columns, table

SHARE_KNOWN = 0.8
LIKED = 4.0
"""Stars of 0.5...5 from which a film is relevant."""

Cells = dict[str, str]
Films = Mapping[str, frozenset[str]]
"""Ids of films by viewer."""


@dataclass(frozen=True, slots=True)
class Split:
    """Rows of movies.csv and ratings.csv: `films` are those with a rating in `known`."""

    films: Sequence[Cells]
    known: Sequence[Cells]
    later: Sequence[Cells]

    def write_catalog(self, folder: Path) -> None:
        """What is known, as the files of a MovieLens catalog without IMDb ids."""
        _write(folder / "movies.csv", self.films)
        _write(folder / "ratings.csv", self.known)

    def seen(self) -> Films:
        """What each viewer had rated already; viewers who are new are left out."""
        return _by_viewer(self.known)

    def relevant(self) -> Films:
        """What each viewer came to like among the films that the catalog has."""
        catalog = {film["movieId"] for film in self.films}
        liked = (row for row in self.later if float(row["rating"]) >= LIKED)
        return _by_viewer(row for row in liked if row["movieId"] in catalog)


def read(path: Path) -> Split:
    """MovieLens' archive or folder, split. Raises CatalogUnreadable or CatalogDamaged."""
    source = Source(path)
    ratings = list(_rows(source, "rating"))
    return split(list(_rows(source, "title")), ratings)


def split(films: Iterable[Cells], ratings: Sequence[Cells]) -> Split:
    """Ratings in the same second stay together, in the later part."""
    times = sorted(int(row["timestamp"]) for row in ratings)
    begins = times[int(SHARE_KNOWN * len(times))]
    known = [row for row in ratings if int(row["timestamp"]) < begins]
    later = [row for row in ratings if int(row["timestamp"]) >= begins]
    rated = {row["movieId"] for row in known}
    return Split([film for film in films if film["movieId"] in rated], known, later)


def _rows(source: Source, column: str) -> Iterator[Cells]:
    for member in source.members:
        if {"movieId", column} <= set(columns(member)):
            yield from (row for row in table(source, member) if isinstance(row, dict))


def _by_viewer(ratings: Iterable[Cells]) -> Films:
    films: defaultdict[str, set[str]] = defaultdict(set)
    for row in ratings:
        films[row["userId"]].add(f"movielens-{row['movieId']}")
    return {viewer: frozenset(rated) for viewer, rated in films.items()}


def _write(path: Path, rows: Sequence[Cells]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
