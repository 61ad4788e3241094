"""Figures for classifiers, in NumPy so that the evaluation of shipped files needs no torch."""

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


def macro_f1(predicted: NDArray[np.int64], labels: NDArray[np.int64], classes: int) -> float:
    """Mean over the classes of 2 TP / (2 TP + FP + FN); a class that never occurs counts as 0."""
    hits = np.bincount(labels[predicted == labels], minlength=classes)
    total = np.bincount(labels, minlength=classes) + np.bincount(predicted, minlength=classes)
    return float(np.mean(2.0 * hits / np.maximum(total, 1)))


def expected_calibration_error(
    probabilities: NDArray[np.floating], labels: NDArray[np.int64], bins: int = 15
) -> float:
    """ECE (Guo et al. 2017): mean |accuracy - confidence| over equal-width confidence bins.

    `probabilities` [n, classes] in 0..1, `labels` [n].
    """
    confidence = probabilities.max(axis=1)
    correct = probabilities.argmax(axis=1) == labels
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    gap = np.bincount(bin_of, weights=correct - confidence, minlength=bins)
    return float(np.abs(gap).sum() / len(labels))
