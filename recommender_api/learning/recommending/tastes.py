"""What is known of a viewer's tags as what it says about a catalog's items.

    evidence of the item's category + ELSEWHERE x that of all others
        --overall, less what is usual for the viewer, steadied; named, NAMED times--> leaning
    leanings of an item's tags --sum / sqrt(number of tags)--> taste, in points of the rating

Most people like most of what they watch, so an item's tags count by how much more it was liked
than the viewer usually likes things, and only as far as there were lessons enough to tell. A tag
that was named needs neither: it was meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt

from recommender_api.learning.watched import split_tags
from recommender_api.learning.weights import Evidence, bounded

GAIN = 0.04
"""Points of the rating that a leaning of 1 adds to an item that has this tag alone."""
ELSEWHERE = 0.5
"""What evidence of another category counts: comedies and funny videos share viewers, but not all
of them."""
NAMED = 10.0
"""How much more a change counts that was about this very tag."""
STEADY = 6.0
"""Lessons after which the item's tags count half of what they can count at most."""
UNUSUAL = 5.0
"""Lessons without any liking that a viewer is taken to have had before the first."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A tag's leaning, -BOUND..BOUND, its weight, and what it adds to an item's score."""

    tag: str
    weight: float
    leaning: float
    adds: float


@dataclass(frozen=True, slots=True)
class Taste:
    """What an item's tags add to its score, together and each."""

    adds: float
    moved: tuple[Moved, ...]


@dataclass(slots=True)
class Tastes:
    """Evidence by category and tag; empty for a new viewer."""

    known: dict[str, dict[str, Evidence]]
    usual: float = field(init=False)
    """What a lesson usually moves a tag of this viewer's by."""
    _merged: dict[str, dict[str, tuple[float, float]]] = field(default_factory=dict, init=False)
    _found: dict[tuple[str, str], Taste] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        every = [evidence for tags in self.known.values() for evidence in tags.values()]
        lessons = sum(evidence.lessons for evidence in every)
        self.usual = sum(evidence.overall for evidence in every) / (lessons + UNUSUAL)

    def of(self, category: str, joined: str) -> Taste:
        """What a category's items with these tags, joined by ", ", gain by them."""
        key = (category, joined)
        if key not in self._found:
            moved = self._moved(category, split_tags(joined))
            self._found[key] = Taste(sum(each.adds for each in moved), moved)
        return self._found[key]

    def strongest(self) -> dict[str, float]:
        """Each tag's largest leaning in any category."""
        largest: dict[str, float] = {}
        for tags in self.known.values():
            for tag, evidence in tags.items():
                leaning = self._leaning(evidence)
                largest[tag] = max(leaning, largest.get(tag, leaning))
        return largest

    def liked(self) -> list[str]:
        """Tags with a leaning above 0 in any category, the strongest first."""
        strongest = self.strongest()
        ordered = sorted(strongest, key=lambda tag: (-strongest[tag], tag))
        return [tag for tag in ordered if strongest[tag] > 0]

    def _moved(self, category: str, tags: Sequence[str]) -> tuple[Moved, ...]:
        known, share = self._toward(category), GAIN / sqrt(max(1, len(tags)))
        found = ((tag, *known[tag]) for tag in tags if tag in known)
        return tuple(Moved(tag, weight, leaning, share * leaning) for tag, weight, leaning in found)

    def _leaning(self, evidence: Evidence) -> float:
        unusual = evidence.overall - evidence.lessons * self.usual
        steadied = unusual * STEADY / (evidence.lessons + STEADY)
        return bounded(steadied + NAMED * evidence.named)

    def _toward(self, category: str) -> dict[str, tuple[float, float]]:
        """Weight and leaning of each tag for items of a category."""
        if category not in self._merged:
            merged: dict[str, Evidence] = {}
            for name, tags in self.known.items():
                share = 1.0 if name == category else ELSEWHERE
                for tag, evidence in tags.items():
                    merged.setdefault(tag, Evidence()).add(evidence, share)
            self._merged[category] = {
                tag: (evidence.weight, self._leaning(evidence)) for tag, evidence in merged.items()
            }
        return self._merged[category]
