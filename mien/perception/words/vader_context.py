"""VADER's rules for a rated word among the three words before it and the two behind it.

    valence from the lexicon --"no", capitals--> --booster, negation, phrase, thrice--> --"least"-->

The order of the rules is the package's, since most of them multiply and add to what came before.
"""

from collections.abc import Sequence

from mien.perception.words.vader_lexicon import lexicon
from mien.perception.words.vader_words import Word

CAPITALS = 0.733
"""How much further from zero a word in capitals is."""

NEGATED = -0.74
"""What a negation makes of a valence: less than its opposite."""

_FADING = (1.0, 0.95, 0.9)
"""How much of a booster is left one, two and three words on."""


def in_context(line: Sequence[Word], at: int, shouting: bool) -> float:
    """A rated word's valence among its neighbours; `shouting`: some words are in capitals."""
    word = line[at]
    if word.lower == "kind" and at + 1 < len(line) and line[at + 1].lower == "of":
        return 0.0
    valence = _after_no(line, at)
    if shouting and word.capitals:
        valence += CAPITALS if valence > 0 else -CAPITALS
    for distance in range(min(3, at)):
        before = line[at - distance - 1]
        if before.rated:
            continue
        if before.booster:
            valence += _boost(before, valence, shouting) * _FADING[distance]
        if before.negates or distance == 2:
            valence *= _negation(line, at, distance)
        if distance == 2 and any([each.joins for each in line[at - 2 : at + 2]]):
            valence = _in_phrase(line, at, valence)
    if at and line[at - 1].lower == "least":
        valence *= _least(line, at)
    return valence


def _after_no(line: Sequence[Word], at: int) -> float:
    """The lexicon's valence, turned by a "no" before it; "no" itself only stands alone."""
    word, before = line[at], [each.lower for each in line[max(0, at - 3) : at]]
    if "no" in before and ("no" in before[-2:] or before[2] in ("or", "nor")):
        return word.valence * NEGATED
    if word.lower == "no" and at + 1 < len(line) and line[at + 1].rated:
        return 0.0
    return word.valence


def _boost(booster: Word, valence: float, shouting: bool) -> float:
    """What a booster adds to a valence, away from zero, or takes from it."""
    boost = booster.booster if valence >= 0 else -booster.booster
    if shouting and booster.capitals:
        boost += CAPITALS if valence > 0 else -CAPITALS
    return boost


def _negation(line: Sequence[Word], at: int, distance: int) -> float:
    """What the word `distance` + 1 before a rated one multiplies it by."""
    before = line[at - distance - 1]
    between = [each.lower for each in line[at - distance : at]]
    if distance and before.lower == "never" and between[0] in ("so", "this"):
        return 1.25
    if distance == 2 and between[1] in ("so", "this"):  # whatever the third word before
        return 1.25
    if before.lower == "without" and "doubt" in between:
        return 1.0
    return NEGATED if before.negates else 1.0


def _in_phrase(line: Sequence[Word], at: int, valence: float) -> float:
    """The valence where the word belongs to a phrase that VADER rates or boosts by as a whole."""
    third, second, first, own = (each.lower for each in line[at - 3 : at + 1])
    after = [each.lower for each in line[at + 1 : at + 3]]
    phrases, boosters = lexicon().phrases, lexicon().boosters
    ending = (
        f"{first} {own}",
        f"{second} {first} {own}",
        f"{second} {first}",
        f"{third} {second} {first}",
        f"{third} {second}",
    )
    valence = next((phrases[each] for each in ending if each in phrases), valence)
    for length in range(1, len(after) + 1):
        valence = phrases.get(" ".join([own, *after[:length]]), valence)
    return valence + sum(boosters.get(each, 0.0) for each in ending[2:])


def _least(line: Sequence[Word], at: int) -> float:
    """ "least" just before a word negates it, "at least" and "very least" do not."""
    return 1.0 if at > 1 and line[at - 2].lower in ("at", "very") else NEGATED
