"""Candidates in a viewer's own order, in points of the rating.

    score = rating + emotion + taste
    rating:   the weighted one, 0..10
    emotion:  SUITS * (1 - place / pool) in the order that the emotion calls for, 0 for other items
    taste:    see tastes.py

More said for a tag never moves an item with it below one without.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from recommender_api.learning.recommending.candidates import Candidate
from recommender_api.learning.recommending.tastes import Taste, Tastes

SUITS = 0.5
"""Points that the first item of the emotion's order gets for suiting it."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate, what it gets for suiting the emotion, and what its tags add."""

    candidate: Candidate
    emotion: float
    taste: Taste

    @property
    def score(self) -> float:
        """What it is ordered by."""
        return self.candidate.rating + self.emotion + self.taste.adds


def blend(candidates: Iterable[Candidate], tastes: Tastes, pool: int) -> list[Scored]:
    """All candidates, best first; of equal ones the earlier stays before."""
    scored = [
        Scored(each, _emotion(each, pool), tastes.of(each.category, each.tags))
        for each in candidates
    ]
    return sorted(scored, key=lambda each: -each.score)


def _emotion(candidate: Candidate, pool: int) -> float:
    return 0.0 if candidate.place is None else SUITS * (1 - candidate.place / pool)
