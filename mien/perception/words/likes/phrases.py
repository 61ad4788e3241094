"""Noun phrases without a tagger: what stands between the words of English that are none.

the really great old westerns in  -->  "old westerns", lemma "old western"
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mien.perception.words.likes import closed_words as closed
from mien.perception.words.likes.opinion import ITEM
from mien.perception.words.likes.opinion_words import PURE, value
from mien.perception.words.likes.tokens import Token
from mien.perception.words.nouns import singular

_EMPTY = frozenset("whole entire own actual certain overall only very".split())  # noqa: SIM905
_INSIDE = frozenset(
    (("sense", "of"), ("point", "of"), ("slice", "of"), ("black", "and"), ("coming", "of"))
)
"""What goes on through a word that ends other phrases."""
_POINTING = frozenset(("the", "this", "that", "whole", "entire"))
_NOUNS_IN_LY = frozenset(
    ("family", "butterfly", "jelly", "assembly", "bully", "belly", "reply", "supply", "fly",
     "elderly", "deadly", "silly", "lonely", "curly", "woolly", "comply", "anomaly", "melancholy")
)  # fmt: skip
_LIGHT_ENDS = closed.LIGHT_HEADS - frozenset(("one", "part", "parts", "bit", "bits"))
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase or, where `lemma` is ITEM and there are no words, what is understood."""

    words: tuple[Token, ...]
    lemma: str

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in the text."""
        return (self.words[0].start, self.words[-1].end) if self.words else (0, 0)


UNDERSTOOD = Phrase((), ITEM)


def phrase_at(line: Sequence[Token], at: int) -> tuple[Phrase | None, int]:
    """The noun phrase that begins at a place, and the place after it."""
    kept: list[Token] = []
    pointed = opened = False
    while at < len(line) and len(kept) < _LONGEST:
        word, following = line[at].lower, line[at + 1].lower if at + 1 < len(line) else ""
        if _ends(word, following, kept, opened):
            break
        if word == "'s" or _leads(word, following, kept):
            kept.clear()
            at += word != "'s" and following in closed.LEADS_ON
        elif word in closed.DETERMINERS:
            opened = True
        elif not _is_adverb(word):
            kept.append(line[at])
        pointed = pointed or word in _POINTING
        at += 1
    return _named(kept, pointed), at


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and word not in _NOUNS_IN_LY and not value(word)


def _ends(word: str, following: str, kept: Sequence[Token], opened: bool) -> bool:
    """Whether a phrase ends before a word; "'s" says whose it is, or is a verb."""
    if word == "'s":
        return following in closed.CLOSED
    if (kept and (kept[-1].lower, word) in _INSIDE) or _leads(word, following, kept):
        return False
    if word in closed.DETERMINERS:
        return bool(kept)
    if kept and _is_adverb(word):
        return True
    return word in closed.CLOSED and not ((opened or kept) and _may_be_noun(word, kept))


def _leads(word: str, following: str, kept: Sequence[Token]) -> bool:
    """A light head before the word that leads to another noun, or just before that."""
    if following in closed.LEADS_ON:
        light = word in closed.LIGHT_HEADS or singular(word) in closed.ITEM_NOUNS
        return light and all(value(each.lower) for each in kept)
    bare = word in closed.LIGHT_HEADS and not kept
    return bare and following != "" and following not in closed.CLOSED


def _may_be_noun(word: str, kept: Sequence[Token]) -> bool:
    """ "the look", "the slow start": after an article and praise, a verb is a noun."""
    verb = word in closed.VERBS or word in closed.COPULAS
    return verb and all(value(each.lower) for each in kept)


def phrases_in(line: Sequence[Token]) -> list[Phrase]:
    """All noun phrases of a line, from left to right."""
    found, at = [], 0
    while at < len(line):
        phrase, after = phrase_at(line, at)
        if phrase is not None:
            found.append(phrase)
        at = max(after, at + 1)
    return found


def unpraised(phrase: Phrase) -> Phrase | None:
    """The phrase without the words that praise or blame; None where nothing else is left."""
    return _named([token for token in phrase.words if not value(token.lower)], False)


def _named(kept: Sequence[Token], pointed: bool) -> Phrase | None:
    telling = [t for t in kept if t.lower not in PURE and t.lower not in _EMPTY]
    while telling and telling[-1].lower in _LIGHT_ENDS:
        telling.pop()
    if not any(character.isalpha() for each in telling for character in each.lower):
        return None
    words = [token.lower for token in telling]
    if len(set(words)) == 1:
        words = words[:1]
    is_name = len(words) > 1 and telling[-1].capital and telling[-2].capital
    lemma = " ".join([*words[:-1], words[-1] if is_name else singular(words[-1])])
    if lemma == "one" or (lemma in closed.ITEM_NOUNS and (pointed or lemma == words[-1])):
        return Phrase(tuple(telling), ITEM)
    return Phrase(tuple(telling), lemma)
