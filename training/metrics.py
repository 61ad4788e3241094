"""Figures for classifiers and for valence and arousal.

In NumPy, so that the evaluation of shipped files needs no torch.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


def accuracy(predicted: NDArray[np.int64], labels: NDArray[np.int64]) -> float:
    """Share of equal entries; rows whose label is -1 are left out."""
    known = labels >= 0
    return float((predicted[known] == labels[known]).mean())


def recalls(
    predicted: NDArray[np.int64], labels: NDArray[np.int64], classes: int
) -> NDArray[np.float64]:
    """Share of each class's rows that were found, [classes]; NaN for a class without rows."""
    hits = np.bincount(labels[predicted == labels], minlength=classes)
    with np.errstate(invalid="ignore"):
        return np.asarray(hits / np.bincount(labels, minlength=classes), np.float64)


def uar(predicted: NDArray[np.int64], labels: NDArray[np.int64], classes: int) -> float:
    """Unweighted average recall, 0..1: the mean over the classes that occur in `labels`.

    Schuller et al., "The INTERSPEECH 2009 Emotion Challenge". NaN where there are no labels.
    """
    values = recalls(predicted, labels, classes)
    present = ~np.isnan(values)
    return float(values[present].mean()) if present.any() else float("nan")


def macro_f1(predicted: NDArray[np.int64], labels: NDArray[np.int64], classes: int) -> float:
    """Mean over the classes of 2 TP / (2 TP + FP + FN); a class that never occurs counts as 0."""
    hits = np.bincount(labels[predicted == labels], minlength=classes)
    total = np.bincount(labels, minlength=classes) + np.bincount(predicted, minlength=classes)
    return float(np.mean(2.0 * hits / np.maximum(total, 1)))


def confusion(
    predicted: NDArray[np.int64], labels: NDArray[np.int64], classes: int
) -> NDArray[np.int64]:
    """How often each label (row) was read as each class (column), int64 [classes, classes]."""
    pairs = np.bincount(labels * classes + predicted, minlength=classes**2)
    return np.asarray(pairs.reshape(classes, classes), np.int64)


@dataclass(frozen=True)
class Reliability:
    """Confidence bins that hold predictions, in rising order; all columns [bins]."""

    confidence: NDArray[np.float64]  # mean confidence, 0..1
    accuracy: NDArray[np.float64]  # share that was right, 0..1
    count: NDArray[np.int64]


def reliability(
    probabilities: NDArray[np.floating], labels: NDArray[np.int64], bins: int = 15
) -> Reliability:
    """What a reliability diagram shows (Guo et al. 2017), over equal-width confidence bins.

    `probabilities` [n, classes] in 0..1, `labels` [n].
    """
    confidence = probabilities.max(axis=1)
    correct = probabilities.argmax(axis=1) == labels
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    count = np.bincount(bin_of, minlength=bins)
    filled = count > 0
    return Reliability(
        np.bincount(bin_of, weights=confidence, minlength=bins)[filled] / count[filled],
        np.bincount(bin_of, weights=correct, minlength=bins)[filled] / count[filled],
        count[filled],
    )


def expected_calibration_error(
    probabilities: NDArray[np.floating], labels: NDArray[np.int64], bins: int = 15
) -> float:
    """ECE (Guo et al. 2017): mean |accuracy - confidence| over equal-width confidence bins.

    `probabilities` [n, classes] in 0..1, `labels` [n].
    """
    found = reliability(probabilities, labels, bins)
    gaps = np.abs(found.accuracy - found.confidence)
    return float((gaps * found.count).sum() / len(labels))


def auc(low: NDArray[np.floating], high: NDArray[np.floating]) -> float:
    """The share of pairs in which the value of `high` [m] is above that of `low` [n]; a tie counts
    half. 0.5 where they cannot be told apart (area under the ROC curve)."""
    ordered = np.sort(low)
    below = np.searchsorted(ordered, high, "left") + np.searchsorted(ordered, high, "right")
    return float(below.mean() / 2 / len(low))


def ccc(predicted: NDArray[np.floating], target: NDArray[np.floating]) -> float:
    """Concordance correlation coefficient, -1..1, of two series [n] (Lin 1989, Biometrics 45).

    2 cov / (var + var + (difference of the means)^2), with population moments; 1 where both
    series are the same constant.
    """
    gap = float(predicted.mean() - target.mean())
    spread = float(predicted.var() + target.var()) + gap**2
    covariance = float(((predicted - predicted.mean()) * (target - target.mean())).mean())
    return 2.0 * covariance / spread if spread else 1.0


def rmse(predicted: NDArray[np.floating], target: NDArray[np.floating]) -> float:
    """Root of the mean squared difference of two series [n], in their unit."""
    return float(np.sqrt(np.mean((predicted - target) ** 2)))
