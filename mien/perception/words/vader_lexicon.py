"""The lexicon of VADER, from the vaderSentiment package, with the project's own words of praise.

It is loaded when first asked for.

Hutto and Gilbert, "VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media
Text", ICWSM 2014.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from mien.perception.words.review_words import REVIEW_WORDS


@dataclass(frozen=True, slots=True)
class VaderLexicon:
    """Words with their mean ratings, -4..4, and what changes the rating of the words after them.

    `boosters` are added to a rating away from 0, `phrases` take its place. `emoji` are names.
    """

    valences: Mapping[str, float]
    boosters: Mapping[str, float]
    negations: frozenset[str]
    phrases: Mapping[str, float]
    emoji: Mapping[str, str]


@cache
def lexicon() -> VaderLexicon:
    """The process's only copy."""
    from vaderSentiment import vaderSentiment  # type: ignore[import-untyped]

    analyser = vaderSentiment.SentimentIntensityAnalyzer()
    return VaderLexicon(
        valences=analyser.lexicon | REVIEW_WORDS,
        boosters=vaderSentiment.BOOSTER_DICT,
        negations=frozenset(vaderSentiment.NEGATE),
        phrases=vaderSentiment.SPECIAL_CASES,
        emoji=analyser.emojis,
    )
