"""The films of a catalog as arrays, for viewers to like or not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from recommender_api.recommend.shelves import SHELVES
from recommender_api.tables import SEPARATOR, Movie

Floats = NDArray[np.float64]
_BLOCK = 5000


@dataclass(frozen=True, slots=True)
class Films:
    """n films: ids, G genre names, (n, G) whether a film has a genre, (n,) years (NaN if unknown)
    and weighted ratings 0..10."""

    ids: tuple[str, ...]
    genres: tuple[str, ...]
    has: NDArray[np.bool_]
    years: Floats
    ratings: Floats

    def usual_genres(self, least: float) -> list[int]:
        """Places of the genres that at least this share of the films has."""
        return [int(place) for place in np.flatnonzero(self.has.mean(axis=0) >= least)]


def read_films(connection: Connection) -> Films:
    """All films that have a genre."""
    numbers = list(connection.execute(select(Movie.id).where(Movie.genres != "")).scalars())
    shelf = SHELVES["movies"]
    rows = [
        row
        for start in range(0, len(numbers), _BLOCK)
        for row in shelf.rows(connection, numbers[start : start + _BLOCK]).values()
    ]
    lists = [row["genres"].split(SEPARATOR) for row in rows]
    names = sorted({name for genres in lists for name in genres})
    return Films(
        ids=tuple(row["movie_id"] for row in rows),
        genres=tuple(names),
        has=np.array([[name in genres for name in names] for genres in lists]),
        years=np.array([row["year"] or np.nan for row in rows], float),
        ratings=np.array([row["weighted"] for row in rows]),
    )
