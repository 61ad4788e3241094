"""What lies near a word in WordNet: the cheapest ways over its relations (Dijkstra 1959)."""

from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush
from typing import Any

RADIUS = 0.6
"""How far a word reaches."""

HYPERNYM = 0.3

_PRICES = {
    "similar_tos": 0.2,
    "verb_groups": 0.2,
    "also_sees": 0.3,
    "attributes": 0.3,
    "hypernyms": HYPERNYM,
    "instance_hypernyms": HYPERNYM,
}
"""Relations of synsets, and how far each leads."""

_DERIVED = 0.15
_RARER = 0.1
"""How much farther each sense of a word is than the one before it."""


def reached(senses: Sequence[Any]) -> dict[str, float]:
    """Names of synsets within RADIUS of a word's senses, with their distances."""
    near: dict[str, float] = {}
    queue = [(rank * _RARER, synset.name(), synset) for rank, synset in enumerate(senses)]
    heapify(queue)
    while queue:
        distance, name, synset = heappop(queue)
        if name in near:
            continue
        near[name] = distance
        for price, other in _neighbours(synset):
            if distance + price <= RADIUS and other.name() not in near:
                heappush(queue, (distance + price, other.name(), other))
    return near


def _neighbours(synset: Any) -> Iterator[tuple[float, Any]]:
    for lemma in synset.lemmas():
        for form in (*lemma.derivationally_related_forms(), *lemma.pertainyms()):
            yield _DERIVED, form.synset()
    for relation, price in _PRICES.items():
        for other in getattr(synset, relation)():
            yield price, other
