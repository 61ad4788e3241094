"""What the served classifier reads in a set of labelled faces, and the figures of that."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mien.perception.expression import ExpressionClassifier, ExpressionReading
from mien.taxonomy import LABELS
from training import metrics
from training.evaluation.timing import milliseconds

BATCH = 256
Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Readings:
    """Readings of faces beside their labels, as columns."""

    labels: NDArray[np.int64]  # [n] what is right, an index into LABELS
    predicted: NDArray[np.int64]  # [n] the likeliest expression
    probabilities: NDArray[np.float64]  # [n, 7] calibrated
    uncertain: NDArray[np.bool_]  # [n]

    def select(self, rows: NDArray[np.bool_]) -> "Readings":
        """The faces picked by a mask."""
        return Readings(*(column[rows] for column in vars(self).values()))

    def beside(self, labels: NDArray[np.int64]) -> "Readings":
        """The same readings beside other labels; faces labelled -1 are left out."""
        relabelled = Readings(labels, self.predicted, self.probabilities, self.uncertain)
        return relabelled.select(labels >= 0)

    @property
    def accuracy(self) -> float:
        """Share of the faces read as labelled, 0..1."""
        return metrics.accuracy(self.predicted, self.labels)

    def confusion(self) -> NDArray[np.int64]:
        """How often each label (row) was read as each expression (column), [7, 7]."""
        return metrics.confusion(self.predicted, self.labels, len(LABELS))

    def reliability(self) -> metrics.Reliability:
        """Accuracy by confidence."""
        return metrics.reliability(self.probabilities, self.labels)


def read(
    classifier: ExpressionClassifier, images: Sequence[Pixels], labels: NDArray[np.int64]
) -> Readings:
    """Read grey faces, uint8 [side, side] of any size, in batches."""
    found: list[ExpressionReading] = []
    for start in range(0, len(images), BATCH):
        crops = [classifier.pre(image) for image in images[start : start + BATCH]]
        found += classifier.classify(crops)
    return Readings(
        labels=labels,
        predicted=np.array([LABELS.index(reading.dominant) for reading in found], np.int64),
        probabilities=np.array([reading.probabilities for reading in found]),
        uncertain=np.array([reading.uncertain for reading in found]),
    )


def set_figures(prefix: str, seen: Readings) -> dict[str, float]:
    """Accuracy, macro-F1, UAR, ECE and each class's recall, named `PREFIX_…`."""
    predicted, labels, classes = seen.predicted, seen.labels, len(LABELS)
    recalls = metrics.recalls(predicted, labels, classes)
    return {
        f"{prefix}_accuracy": seen.accuracy,
        f"{prefix}_macro_f1": metrics.macro_f1(predicted, labels, classes),
        f"{prefix}_uar": metrics.uar(predicted, labels, classes),
        f"{prefix}_ece": metrics.expected_calibration_error(seen.probabilities, labels),
        f"{prefix}_least_recall": float(np.nanmin(recalls)),
        **{f"{prefix}_recall_{name}": float(v) for name, v in zip(LABELS, recalls, strict=True)},
    }


def milliseconds_per_face(classifier: ExpressionClassifier, images: Sequence[Pixels]) -> float:
    """CPU time of one face alone, from grey picture to reading."""
    return milliseconds(
        lambda index: classifier.classify([classifier.pre(images[index % len(images)])])
    )
