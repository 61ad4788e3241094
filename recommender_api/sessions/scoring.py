"""A session's score, -100..100, from how the viewer looked and sounded and from what was said.

    readings: polarity, by seconds x certainty ─────────────> expressions: value, weight ─┐
    lines: sentiment, words' expression, by how much they say ─> words: value, weight ────┴─> score

Every step is a mean with weights that are not negative, of values in -1..1, so nothing can leave
the range. Where nothing was read or said, there is no score.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mien.taxonomy import POLARITY, Expression

LONGEST_SECONDS = 2.0
"""A reading speaks for the time until the next one, but for no longer than this."""

UNCERTAIN_FACTOR = 0.5
HALF_SECONDS = 10.0
"""So many certain seconds count half of what readings can count at most."""

HALF_LINES = 1.0
"""So much said, about one telling line, counts half of what words can count at most."""

DEFINITION = (
    "100 times the weighted mean of two values from -1 to 1. Expressions: the mean, over the "
    "session's readings, of the positive minus the negative expressions' probabilities, weighted "
    f"by the seconds until the next reading (at most {LONGEST_SECONDS:g}) and by certainty (one "
    "minus the probabilities' normalised entropy, halved where a reading is uncertain). Words: the "
    "mean, over the viewer's chat lines, of half their sentiment and half the positive minus the "
    "negative probability of their words' expression, weighted by how much of it they say. The "
    f"weights are 1 - 2^(-T/{HALF_SECONDS:g}) of the T certain seconds, and 1 - 2^(-Q) of what the "
    "lines say together. It is from -100 (wholly negative) to 100 (wholly positive), and absent "
    "where nothing was read or said."
)

Floats = NDArray[np.float64]
_SIDES = np.array([float(POLARITY[expression]) for expression in Expression])


@dataclass(frozen=True, slots=True)
class Part:
    """What one kind of evidence says: `value` in -1..1, `weight` in 0..1."""

    value: float
    weight: float


NOTHING = Part(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A viewer's line: VADER's compound, the polarity of its words' apparent expression (both
    -1..1), and in 0..1 how much of either it says."""

    compound: float
    polarity: float
    quality: float


def polarity(probabilities: Floats) -> Floats:
    """Probability of the positive minus that of the negative expressions, -1..1, for each row of
    (n, 7) probabilities in the order of `Expression`."""
    of_sides: Floats = probabilities @ _SIDES
    return of_sides


def of_readings(seconds: Floats, probabilities: Floats, uncertain: NDArray[np.bool_]) -> Part:
    """Of n readings at (n,) seconds in any order, with (n, 7) probabilities."""
    if not len(seconds):
        return NOTHING
    factor = np.where(uncertain, UNCERTAIN_FACTOR, 1.0)
    weights = durations(seconds) * certainty(probabilities) * factor
    return _part(polarity(probabilities), weights, HALF_SECONDS)


def of_lines(lines: Sequence[Spoken]) -> Part:
    """Of the viewer's chat lines."""
    values = np.array([(line.compound + line.polarity) / 2 for line in lines])
    return _part(values, np.array([line.quality for line in lines]), HALF_LINES)


def combined(expressions: Part, words: Part) -> float | None:
    """The score, or None where neither says anything."""
    weight = expressions.weight + words.weight
    if weight <= 0.0:
        return None
    mean = (expressions.weight * expressions.value + words.weight * words.value) / weight
    return 100.0 * max(-1.0, min(1.0, mean))


def durations(seconds: Floats) -> Floats:
    """Seconds that each reading speaks for; those of the same moment share them.

    The last moment speaks for as long as the one before it usually does, or for LONGEST_SECONDS
    where it is the only one.
    """
    moments, place, together = np.unique(seconds, return_inverse=True, return_counts=True)
    steps = np.minimum(np.diff(moments), LONGEST_SECONDS)
    last = np.median(steps) if len(steps) else LONGEST_SECONDS
    return (np.append(steps, last) / together)[place]


def certainty(probabilities: Floats) -> Floats:
    """One minus the normalised entropy of each row: 0 for a uniform one, 1 for a certain one."""
    logarithms = np.log(probabilities, out=np.zeros_like(probabilities), where=probabilities > 0)
    entropy = -(probabilities * logarithms).sum(axis=1)
    share: Floats = np.maximum(0.0, 1.0 - entropy / np.log(probabilities.shape[1]))
    return share


def _part(values: Floats, weights: Floats, half: float) -> Part:
    total = float(weights.sum())
    if total <= 0.0:
        return NOTHING
    value = float((values * weights).sum() / total)
    return Part(max(-1.0, min(1.0, value)), 1.0 - 2.0 ** (-total / half))
