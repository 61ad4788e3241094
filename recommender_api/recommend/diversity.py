"""Maximal marginal relevance (Carbonell and Goldstein 1998): good items that differ.

next = argmax (1 - diversity) * relevance - diversity * likeness to what was already chosen
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Traits(NamedTuple):
    """What two items are compared by; what does not apply to a catalog stays empty."""

    groups: Collection[str] = ()
    """Different genres or tags."""
    people: Collection[str] = ()
    decade: int | None = None


def diversify(
    relevance: Sequence[float], traits: Sequence[Traits], diversity: float, most: int
) -> list[int]:
    """Places of up to `most` chosen items, given each one's relevance 0...1, best first."""
    likeness = _Likeness(traits)
    worth = (1 - diversity) * np.asarray(relevance, float)
    nearest = np.zeros(len(traits))
    chosen: list[int] = []
    while len(chosen) < min(most, len(traits)):
        best = int(np.argmax(worth - diversity * nearest))
        worth[best] = -np.inf
        chosen.append(best)
        np.maximum(nearest, likeness.to(best), out=nearest)
    return chosen


class _Likeness:
    """How alike items are, 0...1: half by common genres or tags, a quarter by decade, and a
    quarter if they have a person in common."""

    def __init__(self, traits: Sequence[Traits]) -> None:
        self._people = [frozenset(each.people) for each in traits]
        self._decades = np.array([each.decade for each in traits], float)  # None becomes NaN
        self._groups = _multi_hot([each.groups for each in traits])
        self._sizes = self._groups.sum(axis=0)

    def to(self, place: int) -> Floats:
        """Of every item to the one at this place; shape (items,)."""
        common = self._groups[:, place] @ self._groups
        union = self._sizes + self._sizes[place] - common
        strangers = np.fromiter(map(self._people[place].isdisjoint, self._people), bool)
        same_decade = self._decades == self._decades[place]
        likeness: Floats = (
            0.5 * common / np.maximum(union, 1) + 0.25 * ~strangers + 0.25 * same_decade
        )
        return likeness


def _multi_hot(names: Sequence[Collection[str]]) -> Floats:
    """1 where an item has a name, else 0; shape (different names, items)."""
    rows: dict[str, int] = {}
    cells = [
        (rows.setdefault(name, len(rows)), place)
        for place, each in enumerate(names)
        for name in each
    ]
    table = np.zeros((len(rows), len(names)))
    if cells:
        table[tuple(zip(*cells, strict=True))] = 1
    return table
