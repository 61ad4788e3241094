"""Several ranked lists into one, each in proportion to its weight.

Seats are dealt as in parliaments by the method of Webster and Sainte-Laguë: the next goes to the
list with the highest weight / (2 * seats + 1). One list alone stays as it is.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
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
    if len(lists) == 1:
        return [(item, lists[0].name) for item in lists[0].items[:most]]
    rest = [iter(ranked.items) for ranked in lists]
    claims = [(-ranked.weight, k, 0) for k, ranked in enumerate(lists)]
    heapify(claims)
    taken: dict[Item, str] = {}
    while claims and len(taken) < most:
        _, k, seats = claims[0]
        item = next((each for each in rest[k] if each not in taken), None)
        if item is None:
            heappop(claims)
            continue
        taken[item] = lists[k].name
        heapreplace(claims, (-lists[k].weight / (2 * seats + 3), k, seats + 1))
    return list(taken.items())
