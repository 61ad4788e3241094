"""How well the sentiment of lines agrees with people's mean ratings of them.

A line is positive, neutral or negative to people by the sign of its mean rating, and to the reader
by the sign of its compound: neutral is exactly 0 to both. Few lines have a mean of exactly 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from vaderSentiment.vaderSentiment import (  # type: ignore[import-untyped]
    SentimentIntensityAnalyzer,
)

from mien.perception.words.sentiment_reader import SentimentReader
from training.datasets.rated_lines import RatedLine
from training.metrics import accuracy, confusion, macro_f1
from training.words.halves import halves

CLASSES = ("negative", "neutral", "positive")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Pearson's r with the ratings, and the three classes: `table` has people's as its rows.

    `plain_r` and `plain_accuracy` are those of the vaderSentiment package, by the same definition.
    """

    lines: int
    r: float
    plain_r: float
    accuracy: float
    plain_accuracy: float
    macro_f1: float
    table: NDArray[np.int64]


def agreement(lines: Sequence[RatedLine]) -> Agreement:
    """The figures of lines; at least two, of different ratings."""
    ratings = np.array([line.rating for line in lines])
    compounds = np.array([s.compound for s in SentimentReader().read(line.text for line in lines)])
    analyser = SentimentIntensityAnalyzer()
    plain = np.array([analyser.polarity_scores(line.text)["compound"] for line in lines])
    told, read, plainly = (_classes(values) for values in (ratings, compounds, plain))
    return Agreement(
        len(lines),
        r=_r(ratings, compounds),
        plain_r=_r(ratings, plain),
        accuracy=accuracy(read, told),
        plain_accuracy=accuracy(plainly, told),
        macro_f1=macro_f1(read, told, len(CLASSES)),
        table=confusion(read, told, len(CLASSES)),
    )


def _classes(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Indices into CLASSES, by sign."""
    return np.asarray(np.sign(values).astype(np.int64) + 1)


def _r(ratings: NDArray[np.float64], compounds: NDArray[np.float64]) -> float:
    return float(np.corrcoef(ratings, compounds)[0, 1])


def agreements(lines: Sequence[RatedLine]) -> dict[str, Agreement]:
    """Of the development half, the held-out half and all lines."""
    chosen, held_out = halves(lines)
    return {
        "development": agreement(chosen),
        "held out": agreement(held_out),
        "whole": agreement(lines),
    }
