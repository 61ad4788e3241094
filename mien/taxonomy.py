"""The seven apparent expressions and where each stands: polarity and the circumplex.

Everything else in Mien builds on these names and orders; this module imports nothing of it.
"""

from collections.abc import Sequence
from enum import StrEnum


class Expression(StrEnum):
    """An apparent expression, in the order of every model's outputs and every reply."""

    ANGRY = "angry"
    DISGUST = "disgust"
    FEAR = "fear"
    HAPPY = "happy"
    SAD = "sad"
    SURPRISE = "surprise"
    NEUTRAL = "neutral"


LABELS: tuple[str, ...] = tuple(expression.value for expression in Expression)

POLARITY: dict[Expression, int] = {
    Expression.ANGRY: -1,
    Expression.DISGUST: -1,
    Expression.FEAR: -1,
    Expression.HAPPY: 1,
    Expression.SAD: -1,
    Expression.SURPRISE: 1,
    Expression.NEUTRAL: 0,
}

VALENCE_AROUSAL: dict[Expression, tuple[float, float]] = {
    Expression.ANGRY: (-0.51, 0.59),
    Expression.DISGUST: (-0.60, 0.35),
    Expression.FEAR: (-0.64, 0.60),
    Expression.HAPPY: (0.81, 0.51),
    Expression.SAD: (-0.63, -0.27),
    Expression.SURPRISE: (0.40, 0.67),
    Expression.NEUTRAL: (0.0, 0.0),
}
"""Valence and arousal in -1..1: pleasure and arousal of the emotion words in Russell and Mehrabian,
"Evidence for a three-factor theory of emotions", J. Research in Personality 11 (1977), 273-294."""

_ANCHORS = tuple(VALENCE_AROUSAL[expression] for expression in Expression)


def derived_valence_arousal(probabilities: Sequence[float]) -> tuple[float, float]:
    """Valence and arousal in -1..1, derived from class probabilities, not measured.

    `probabilities` holds seven values in the order of `Expression` that add up to 1; the point
    is the mean of the seven anchors weighted by them.
    """
    valence = sum(p * anchor[0] for p, anchor in zip(probabilities, _ANCHORS, strict=True))
    arousal = sum(p * anchor[1] for p, anchor in zip(probabilities, _ANCHORS, strict=True))
    return valence, arousal
