"""VADER's rules, giving the numbers that vaderSentiment gives, several times as fast.

    line --words--> rated words --boosters, negation, phrases before them--> valences
         --"but", !, ?--> compound and shares

Where the package has a fault, this differs: "but" weighs each word by its own place, where the
package takes the place of the first word with the same valence.
"""

from collections.abc import Sequence
from math import sqrt

from mien.perception.words.sentiment import NEUTRAL, Sentiment
from mien.perception.words.vader_context import in_context
from mien.perception.words.vader_words import Word, words

_SPREAD = 15.0
"""Keeps the compound within -1..1; an estimate of the largest sum, squared."""


def score(text: str) -> Sentiment:
    """The sentiment of a clean line, to four and three digits; an empty one is neutral."""
    line = list(map(words().__getitem__, text.split()))
    carrying = [place for place, word in enumerate(line) if word.carries]
    if not carrying:
        return NEUTRAL
    valences = _valences(line, carrying)
    if "but" in text.lower():
        _turn_at_but(line, carrying, valences)
    return _summed(valences, len(line), _emphasis(text))


def _valences(line: Sequence[Word], carrying: Sequence[int]) -> list[float]:
    shouting: bool | None = None
    valences = []
    for at in carrying:
        word = line[at]
        if word.alone and not (
            (at and line[at - 1].acts)
            or (at > 1 and line[at - 2].acts)
            or (at > 2 and line[at - 3].acts)
            or (at + 1 < len(line) and line[at + 1].joins)
        ):
            valences.append(word.valence)
            continue
        if shouting is None:
            shouting = 0 < sum([each.capitals for each in line]) < len(line)
        valences.append(in_context(line, at, shouting))
    return valences


def _turn_at_but(line: Sequence[Word], carrying: Sequence[int], valences: list[float]) -> None:
    """After the first "but" words count half as much again, before it half as much."""
    turn = next((place for place, word in enumerate(line) if word.lower == "but"), None)
    if turn is not None:
        for index, place in enumerate(carrying):
            valences[index] *= 0.5 if place < turn else 1.5


def _emphasis(text: str) -> float:
    """What ! and ? add: 0.292 each of up to four !; 0.18 each of two or three ?, 0.96 for more."""
    exclaimed = 0.292 * min(text.count("!"), 4) if "!" in text else 0.0
    asked = text.count("?") if "?" in text else 0
    return exclaimed + (0.0 if asked < 2 else 0.18 * asked if asked <= 3 else 0.96)


def _summed(valences: Sequence[float], length: int, emphasis: float) -> Sentiment:
    total, positive, negative, neutral = 0.0, 0.0, 0.0, length
    for valence in valences:
        total += valence
        if valence > 0:
            positive += valence + 1.0
            neutral -= 1
        elif valence < 0:
            negative += 1.0 - valence
            neutral -= 1
    if emphasis:
        total += emphasis if total > 0 else -emphasis if total < 0 else 0.0
        positive += emphasis if positive > negative else 0.0
        negative += emphasis if negative > positive else 0.0
    whole = positive + negative + neutral
    return Sentiment(
        round(total / sqrt(total * total + _SPREAD), 4),
        round(positive / whole, 3),
        round(neutral / whole, 3),
        round(negative / whole, 3),
    )
