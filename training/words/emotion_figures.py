"""How well apparent expressions of lines agree with what GoEmotions' raters read in them.

A comment may have several labels, the reader names one: it is right where it names one of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mien.perception.words.emotion import EmotionReader
from mien.taxonomy import Expression
from training.datasets.goemotions import LabelledLine
from training.metrics import expected_calibration_error


@dataclass(frozen=True, slots=True)
class EmotionFigures:
    """`f1` by expression, in the order of `Expression`; all in 0..1.

    `coverage` is the share of comments that hold a word of the lexicons, `covered_accuracy` the
    share of those that are read right, and `calibration_error` is theirs too.
    """

    comments: int
    f1: tuple[float, ...]
    accuracy: float
    coverage: float
    covered_accuracy: float
    calibration_error: float

    @property
    def macro_f1(self) -> float:
        """The mean over the seven expressions."""
        return float(np.mean(self.f1))


def emotion_figures(lines: Sequence[LabelledLine]) -> EmotionFigures:
    """The figures of comments."""
    readings = EmotionReader().read(line.text for line in lines)
    probabilities = np.array([reading.probabilities for reading in readings])
    told = np.array([[each in line.expressions for each in Expression] for line in lines])
    named = probabilities.argmax(axis=1)
    right = told[np.arange(len(lines)), named]
    says = np.array([reading.quality > 0 for reading in readings])
    return EmotionFigures(
        len(lines),
        tuple(_f1(named, told)),
        float(right.mean()),
        float(says.mean()),
        float(right[says].mean()),
        expected_calibration_error(probabilities[says], np.where(right, named, -1)[says]),
    )


def _f1(named: NDArray[np.int64], told: NDArray[np.bool_]) -> NDArray[np.float64]:
    """2 TP / (2 TP + FP + FN) of each class, where a line has one named and several told."""
    guesses = np.eye(told.shape[1], dtype=bool)[named]
    hits = (guesses & told).sum(axis=0)
    return np.asarray(2.0 * hits / np.maximum(guesses.sum(axis=0) + told.sum(axis=0), 1))
