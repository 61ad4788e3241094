"""What is decided over the whole catalog before its first film is written."""

from dataclasses import dataclass
from itertools import pairwise
from random import Random

from recommender_api.catalog.synthetic.distributions import (
    FILMS_A_YEAR,
    FULL_SIZE,
    GAPS,
    RARE_GENRES,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """The years in order, and by number from 0 which films lack what and have a rare genre."""

    years: list[int]
    gaps: dict[str, frozenset[int]]
    """The films whose cell is empty, by column."""
    rare_genres: dict[int, str]

    @classmethod
    def drawn(cls, titles: int, random: Random) -> "Plan":
        """A plan for `titles` films: the same for the same state of `random`."""
        gaps = {
            column: frozenset(random.sample(range(titles), _scaled(count, titles)))
            for column, count in GAPS.items()
        }
        return cls(_years(titles, random), gaps, _rare_genres(titles, random))


def _scaled(count: int, titles: int) -> int:
    return round(count * titles / FULL_SIZE)


def _years(titles: int, random: Random) -> list[int]:
    weights: dict[int, float] = {}
    for (start, low), (end, high) in pairwise(FILMS_A_YEAR):
        for year in range(start, end + 1):
            weights[year] = low + (high - low) * (year - start) / (end - start)
    drawn = random.choices(list(weights), list(weights.values()), k=titles)
    return sorted([FILMS_A_YEAR[0][0], *drawn[1:]] if titles else [])


def _rare_genres(titles: int, random: Random) -> dict[int, str]:
    wanted = [
        genre for genre, count in RARE_GENRES.items() for _ in range(max(1, _scaled(count, titles)))
    ]
    room = min(len(wanted), titles)
    return dict(zip(random.sample(range(titles), room), wanted, strict=False))
