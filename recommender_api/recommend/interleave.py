"""Several ranked lists into one, each in proportion to its weight.

Seats are dealt as in parliaments by the method of Webster and Sainte-Laguë: the next goes to the
list with the highest weight / (2 * seats + 1). One list alone stays as it is.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Item]):
    """A list, best first, and its share of the whole, above 0."""

    name: str
    weight: float
    items: Sequence[Item]


def interleave(lists: Sequence[Ranked[Item]], most: int) -> list[tuple[Item, str]]:
    """Up to `most` different items, each with the name of the list that placed it."""
    places = [0] * len(lists)
    seats = [0] * len(lists)
    taken: dict[Item, str] = {}
    while len(taken) < most:
        open_ = [k for k, ranked in enumerate(lists) if places[k] < len(ranked.items)]
        if not open_:
            break
        best = max(open_, key=lambda k: (lists[k].weight / (2 * seats[k] + 1), -k))
        item = lists[best].items[places[best]]
        places[best] += 1
        if item not in taken:
            taken[item] = lists[best].name
            seats[best] += 1
    return list(taken.items())
