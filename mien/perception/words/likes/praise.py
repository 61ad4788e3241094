"""How words that are said of a thing value it: negation, "too", "enough", boosters."""

from collections.abc import Callable, Sequence

from mien.perception.words.likes import closed_words as closed
from mien.perception.words.likes.opinion_words import value
from mien.perception.words.vader_lexicon import lexicon

LEAST = 0.2
"""Below this, words neither praise nor blame."""

_TOO = -0.5
_ENOUGH = 0.5


Valued = Callable[[str], float]


def praise(words: Sequence[str], valued: Valued = value) -> float:
    """-1..1: how far words praise (above 0) what they are said of; 0 where they do not.

    `valued` tells how far each word does.
    """
    total, negative, boost = 0.0, False, 0.0
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        if word in closed.NEGATIONS:
            negative, boost = not negative, 0.0
            continue
        if word in lexicon().boosters and not value(word):
            boost = lexicon().boosters[word]
            continue
        own = _own(word, words[at - 1] if at else "", following, valued)
        if own:
            own *= 1.0 + boost
            total += (-0.8 * own) if negative else own
            negative = False
        boost = 0.0
    return max(-1.0, min(1.0, total)) if abs(total) >= LEAST else 0.0


def _own(word: str, before: str, following: str, valued: Valued) -> float:
    """What a word says itself; "too long" blames and "long enough" praises, whatever the word."""
    if before == "too" and word not in closed.CLOSED and word not in ("much", "many"):
        return _TOO
    if following == "enough" and word not in closed.CLOSED:
        return _ENOUGH
    return valued(word)
