"""Praise without a verb: "great cast", "terrible"."""

from collections.abc import Iterator

from mien.perception.words.likes import closed_words as closed
from mien.perception.words.likes.line import Finding, Line
from mien.perception.words.likes.phrases import UNDERSTOOD, phrases_in, unpraised
from mien.perception.words.likes.praise import praise

_LONGEST = 7
""" "Great cast" is short; a longer segment without a known verb has one that is not known."""

_CLAUSAL = closed.VERBS | closed.AUXILIARIES | frozenset(("i", "you", "he", "she", "we", "they"))


def praised(line: Line) -> Iterator[Finding]:
    """The noun that is praised, or what was meant where there is none."""
    if len(line.words) > _LONGEST or not _CLAUSAL.isdisjoint(line.words):
        return
    said = praise(line.words)
    if not said:
        return
    named = [] if "too" in line.words else map(unpraised, phrases_in(line.tokens))
    phrase = next((each for each in named if each is not None), UNDERSTOOD)
    if phrase.lemma in closed.ITEM_NOUNS:
        phrase = UNDERSTOOD
    yield Finding(phrase, said, as_subject=phrase is UNDERSTOOD)
