"""The apparent expression of a line: a lexicon's count, calibrated.

    line --clean--> words --lexicon, negation, boosters--> six counts ─┐
                      └--VADER--> compound --> pleased, displeased ────┴─> logits ─> probabilities

The logits are linear in the counts. Their weights were fitted on GoEmotions' training comments
(Demszky et al., ACL 2020) with classes weighted by the root of how rare they are; the words are the
project's own. `python -m training.words.fit` fits them again.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mien.fusion import Evidence, Modality
from mien.perception.words.cleaning import clean
from mien.perception.words.emotion_words import EMOTION_WORDS
from mien.perception.words.inflection import base_forms
from mien.perception.words.language import looks_foreign
from mien.perception.words.sentiment_reader import SentimentReader
from mien.perception.words.vader_words import Word, words
from mien.taxonomy import LABELS, Expression, derived_valence_arousal

MOST = 1.0
"""More than this of one expression in a line counts no further, as GoEmotions' dev split asks."""

SHOWN: tuple[Expression, ...] = tuple(Expression)[:-1]
"""The six that words count for, in the order of `Expression`."""

_WEIGHTS = (2.02, 4.44, 5.45, 2.51, 3.63, 2.47)
_PLEASED = (0.01, 0.08, 0.02, 1.89, 0.31, 0.32)
_DISPLEASED = (1.70, 2.65, 2.20, 0.26, 1.40, 0.21)
_BIASES = (0.57, -1.17, -1.67, 0.24, -0.31, 0.60, 1.76)

_UNHAPPY = {Expression.SAD: 0.25, Expression.ANGRY: 0.25}
"""What "not happy" counts instead of happy; other negated expressions count nothing."""


@dataclass(frozen=True, slots=True)
class EmotionReading:
    """What a line apparently expresses.

    `probabilities` are in the order of `Expression` and add up to 1; valence and arousal, -1..1,
    are derived from them. `quality` in 0..1 says how much of it the line says: 0 where it holds no
    word of the lexicon, half for one word.
    """

    probabilities: tuple[float, ...]
    dominant: str
    valence: float
    arousal: float
    quality: float

    def evidence(self, age: float = 0.0) -> Evidence:
        """This reading for `mien.fusion`, `age` seconds old."""
        return Evidence(
            Modality.WORDS, self.probabilities, self.valence, self.arousal, self.quality, age
        )


@dataclass(frozen=True, slots=True)
class Features:
    """What the logits are made of: `counts` in the order of SHOWN, and the compound in -1..1."""

    counts: tuple[float, ...]
    compound: float


NOTHING_SAID = EmotionReading((0.0,) * len(SHOWN) + (1.0,), Expression.NEUTRAL, 0.0, 0.0, 0.0)
"""Of a line without a word that any lexicon holds: neutral, and not to be trusted."""


class EmotionReader:
    """Seven apparent expressions of lines of text; safe to call from any thread."""

    def __init__(self) -> None:
        self._sentiment = SentimentReader()

    def read(self, texts: Iterable[str]) -> list[EmotionReading]:
        """One reading a text, in the same order; nothing that a text holds makes it fail."""
        return [self.post(self.pre(text)) for text in texts]

    def pre(self, text: str) -> Features:
        """Count; of another language than English only emoji and emoticons count."""
        compound = self._sentiment.read_one(text).compound
        line = clean(text)
        return Features((0.0,) * len(SHOWN) if looks_foreign(line) else _counts(line), compound)

    def post(self, features: Features) -> EmotionReading:
        """Calibrated probabilities, and what follows from them."""
        said = sum(features.counts) + abs(features.compound)
        if not said:
            return NOTHING_SAID
        probabilities = _softmax(_logits(features))
        valence, arousal = derived_valence_arousal(probabilities)
        dominant = LABELS[max(range(len(LABELS)), key=probabilities.__getitem__)]
        return EmotionReading(probabilities, dominant, valence, arousal, 1.0 - math.exp2(-said))


def _counts(line: str) -> tuple[float, ...]:
    found = [words()[spelling] for spelling in line.split()]
    counts = dict.fromkeys(SHOWN, 0.0)
    for at, word in enumerate(found):
        for expression, weight in _said_by(word.lower).items():
            before = found[max(0, at - 3) : at]
            if not any(each.negates or each.lower == "no" for each in before):
                counts[expression] += weight * (1.0 + _boost(before))
            elif expression is Expression.HAPPY:
                for other, share in _UNHAPPY.items():
                    counts[other] += weight * share
    return tuple(min(count, MOST) for count in counts.values())


def _boost(before: Sequence[Word]) -> float:
    """What "very" adds to the word after it, and "slightly" takes."""
    return before[-1].booster if before else 0.0


@lru_cache(maxsize=20_000)
def _said_by(word: str) -> dict[Expression, float]:
    return next((EMOTION_WORDS[form] for form in base_forms(word) if form in EMOTION_WORDS), {})


def _logits(features: Features) -> list[float]:
    pleased, displeased = max(0.0, features.compound), max(0.0, -features.compound)
    shown = zip(features.counts, _WEIGHTS, _PLEASED, _DISPLEASED, strict=True)
    logits = [count * own + pleased * p + displeased * d for count, own, p, d in shown]
    return [logit + bias for logit, bias in zip([*logits, 0.0], _BIASES, strict=True)]


def _softmax(logits: Sequence[float]) -> tuple[float, ...]:
    powers = [math.exp(logit - max(logits)) for logit in logits]
    return tuple(power / sum(powers) for power in powers)
