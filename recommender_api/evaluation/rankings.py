"""The rankings that are compared: each makes lists of films for an occasion and a viewer.

    mapping --emotion, mode--> Occasion: genres, and how many emotions and modes lead there
    Occasion, films seen already --Ranking--> lists of films, best first

Those of `by` are what `recommend()` answers from a database that `load()` filled.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from random import Random
from typing import get_args

from sqlalchemy import Connection, RowMapping

from recommender_api.errors import EmptyGenre
from recommender_api.recommend.mapping import Mapping, Mode, Names
from recommender_api.recommend.recommending import Wish, recommend
from recommender_api.recommend.shelves import Filters

NO_FILTERS = Filters()
DRAWS = 10
"""Random lists for each viewer and occasion."""


@dataclass(frozen=True, slots=True)
class Film:
    """What a list is measured by."""

    id: str
    genres: frozenset[str]
    decade: int | None


@dataclass(frozen=True, slots=True)
class Occasion:
    """An emotion and mode; `weight` counts all that lead to the same genres."""

    emotion: str
    mode: Mode
    genres: Names
    weight: int


Lists = list[list[Film]]
Ranking = Callable[[Occasion, Collection[str], int], Lists]
"""One list or, where chance decides, several: up to so many films without those seen."""


def occasions(mapping: Mapping) -> list[Occasion]:
    """The different lists of genres that emotions and modes lead to, in the mapping's order."""
    modes: tuple[Mode, ...] = get_args(Mode)
    pairs = [(emotion, mode) for mode in modes for emotion in mapping.movies[mode]]
    leading = {(emotion, mode): mapping.names("movies", mode, emotion) for emotion, mode in pairs}
    weights = Counter(leading.values())
    first = {genres: pair for pair, genres in reversed(leading.items())}
    return [Occasion(*first[genres], genres, weight) for genres, weight in weights.items()]


def by(
    connection: Connection,
    mapping: Mapping,
    ranking: str,
    diversity: float = 0.0,
    filters: Filters = NO_FILTERS,
) -> Ranking:
    """The recommender, ordering by a column of `movie_genre`; an empty genre has an empty list."""

    def lists(occasion: Occasion, seen: Collection[str], most: int) -> Lists:
        wish = Wish(
            catalog="movies",
            mode=occasion.mode,
            shares={occasion.emotion: 1.0},
            count=most,
            ranking=ranking,
            filters=filters,
            exclude=tuple(seen),
            diversity=diversity,
        )
        try:
            return [[_film(choice.item) for choice in recommend(connection, mapping, wish)]]
        except EmptyGenre:
            return [[]]

    return lists


def at_random(films: Callable[[Occasion], Sequence[Film]], seed: int = 0) -> Ranking:
    """DRAWS lists out of an occasion's films, each film as likely as any other."""
    chance = Random(seed)

    def lists(occasion: Occasion, seen: Collection[str], most: int) -> Lists:
        unseen = [film for film in films(occasion) if film.id not in seen]
        return [chance.sample(unseen, min(most, len(unseen))) for _ in range(DRAWS)]

    return lists


def _film(row: RowMapping) -> Film:
    year = row["year"]
    genres = frozenset(row["genres"].split(", "))
    return Film(row["movie_id"], genres, None if year is None else year // 10)
