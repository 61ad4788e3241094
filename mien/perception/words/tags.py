"""What someone talked about to the tags that a catalog has.

    "really scary films" --heads that say nothing dropped--> "scary"
        --lemma, cue, then synonym, kind of, related by WordNet--> ("horror", "cue", 0.6)

Words are compared in the singular and in lower case; tags of several words are matched as wholes.
Without WordNet only lemmas and cues match.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from mien.perception.words.inflection import base_forms
from mien.perception.words.nouns import singular
from mien.perception.words.tag_words import CUES, SAME
from mien.perception.words.wordnet import Related, WordNet, open_wordnet

How = Literal["lemma", "cue", "synonym", "hypernym", "hyponym", "related"]

LEAST = 0.3
"""Less alike than this is no match."""

_CUE, _NARROWER = 0.6, 0.6
_FARTHEST_KIND = 0.4
_NARROWEST = 3
_RELATED, _LEAST_RELATED = 0.8, 0.45
_END, _MODIFIER = 0.95, 0.85
"""How much the end of a phrase counts, and a word before its head."""

_GENERAL = frozenset(
    """
    film movie video clip show story scene thing stuff part bit product item one kind genre picture
    moment episode series programme
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class TagMatch:
    """A tag that a phrase speaks of; `similarity` is in LEAST..1.

    `how`: by the same words, by a usual cue for the tag, as a synonym, because the phrase is a kind
    of the tag (hypernym) or the tag a kind of the phrase (hyponym), or by another relation.
    """

    tag: str
    how: How
    similarity: float


class TagMatcher:
    """Matches phrases to a fixed set of tags; safe to call from any thread."""

    def __init__(
        self, tags: Iterable[str], wordnet: Callable[[], WordNet | None] = open_wordnet
    ) -> None:
        """`wordnet` is asked for at the first phrase that needs it."""
        self._tags = {tag: normal(tag) for tag in tags}
        self._open = wordnet

    @cached_property
    def _wordnet(self) -> WordNet | None:
        return self._open()

    def match(self, phrase: str) -> list[TagMatch]:
        """The tags that a phrase speaks of, the likeliest first; each once."""
        best: dict[str, TagMatch] = {}
        for unit, weight in _units(normal(phrase)):
            for tag, name in self._tags.items():
                found = self._compare(unit, name)
                if found is None:
                    continue
                similarity = round(weight * found[1], 3)
                known = best.get(tag)
                if similarity >= LEAST and (known is None or known.similarity < similarity):
                    best[tag] = TagMatch(tag, found[0], similarity)
        return sorted(best.values(), key=lambda match: (-match.similarity, match.tag))

    def related(self, word: str) -> list[Related]:
        """The other tags near a word, the nearest first, with their distance: 1 - similarity."""
        own = normal(word)
        return [
            Related(match.tag, round(1.0 - match.similarity, 3))
            for match in self.match(word)
            if self._tags[match.tag] != own
        ]

    def _compare(self, unit: str, name: str) -> tuple[How, float] | None:
        if unit == name:
            return "lemma", 1.0
        if name.endswith(f" {unit}"):
            return "hyponym", _NARROWER
        if not CUES.get(name, frozenset()).isdisjoint(base_forms(unit)):
            return "cue", _CUE
        return _by_meaning(self._wordnet, unit, name) if self._wordnet else None


def normal(phrase: str) -> str:
    """A phrase in lower case, its last word singular, by the name that tags use."""
    words = phrase.lower().replace("-", " ").replace("_", " ").replace("/", " ").split()
    if not words:
        return ""
    name = " ".join([*words[:-1], singular(words[-1])])
    return SAME.get(name, name)


def _units(name: str) -> Iterator[tuple[str, float]]:
    """The whole phrase, its ends, then its other words, which count less."""
    words = name.split()
    yield name, 1.0
    while len(words) > 1 and words[-1] in _GENERAL:
        words.pop()
    for start in range(len(words)):
        yield normal(" ".join(words[start:])), _END if start else 1.0
    for end in range(len(words) - 1, 0, -1):
        for start in range(end):
            yield normal(" ".join(words[start:end])), _MODIFIER


def _by_meaning(wordnet: WordNet, unit: str, name: str) -> tuple[How, float] | None:
    ours, theirs = wordnet.senses(unit), wordnet.senses(name)
    if not ours or not theirs:
        return None
    if not set(ours).isdisjoint(theirs):
        rarer = min(ours.index(sense) + theirs.index(sense) for sense in ours if sense in theirs)
        return "synonym", 0.9 - 0.1 * rarer
    above = wordnet.kind_of(unit, name)
    if above is not None:
        return "hypernym", max(_FARTHEST_KIND, 0.9 - 0.06 * above)
    below = wordnet.kind_of(name, unit)
    if below is not None and below <= _NARROWEST:
        return "hyponym", 0.7 - 0.1 * below
    similarity = _RELATED * (1.0 - wordnet.distance(unit, name))
    return ("related", similarity) if similarity >= _LEAST_RELATED else None
