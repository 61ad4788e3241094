"""Evaluates the shipped expression classifier, through the code that serves it.

    FER2013 test, muxspace held-out persons ─> mien.perception.expression ─> figures
                                                        [models.….metrics] <─┘ with --write-manifest

Needs no torch. `python -m training.expression.evaluate`
"""

import argparse
import time
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mien.perception.expression import ExpressionClassifier, ExpressionReading
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions
from mien.taxonomy import LABELS
from training import metrics, ship
from training.data_root import CACHE_DIR, data_root
from training.datasets import fer2013
from training.datasets.fer2013 import SIDE, FerPlus
from training.expression.data import other_faces

BATCH = 256
TIMED_FACES = 500
SMALL_SIDES = (24, 16, 12)


@dataclass(frozen=True)
class Predictions:
    """Readings of a set of faces, as columns."""

    labels: NDArray[np.int64]  # [n] index of the likeliest expression
    probabilities: NDArray[np.float64]  # [n, 7] calibrated
    uncertain: NDArray[np.bool_]  # [n]


def predict(classifier: ExpressionClassifier, images: NDArray[np.uint8]) -> Predictions:
    """Read faces uint8 [n, 48, 48] in batches."""
    readings: list[ExpressionReading] = []
    for start in range(0, len(images), BATCH):
        readings += classifier.classify(list(images[start : start + BATCH]))
    return Predictions(
        labels=np.array([LABELS.index(reading.dominant) for reading in readings]),
        probabilities=np.array([reading.probabilities for reading in readings]),
        uncertain=np.array([reading.uncertain for reading in readings]),
    )


def milliseconds_per_face(classifier: ExpressionClassifier, images: NDArray[np.uint8]) -> float:
    """Median time of one face alone, from crop to reading, on one thread."""
    times = []
    for image in images[:TIMED_FACES]:
        started = time.perf_counter()
        classifier.classify([image])
        times.append(time.perf_counter() - started)
    return float(np.median(times)) * 1e3


def fer2013_figures(seen: Predictions, faces: FerPlus) -> dict[str, float]:
    """Figures on FER2013 test; leak-free unless the name says whole."""
    clean = ~faces.leak
    predicted, labels, majority = seen.labels[clean], faces.labels[clean], faces.majority()[clean]
    probabilities, sure = seen.probabilities[clean], ~seen.uncertain[clean]
    clear = majority >= 0
    return {
        "fer2013_whole_accuracy": metrics.accuracy(seen.labels, faces.labels),
        "fer2013_accuracy": metrics.accuracy(predicted, labels),
        "fer2013_macro_f1": metrics.macro_f1(predicted, labels, len(LABELS)),
        "fer2013_ece": metrics.expected_calibration_error(probabilities, labels),
        "fer2013_certain_share": float(sure.mean()),
        "fer2013_certain_accuracy": metrics.accuracy(predicted[sure], labels[sure]),
        "ferplus_whole_accuracy": metrics.accuracy(seen.labels, faces.majority()),
        "ferplus_accuracy": metrics.accuracy(predicted, majority),
        "ferplus_macro_f1": metrics.macro_f1(predicted[clear], majority[clear], len(LABELS)),
        "ferplus_ece": metrics.expected_calibration_error(probabilities[clear], majority[clear]),
    }


def small_face_figures(classifier: ExpressionClassifier, faces: FerPlus) -> dict[str, float]:
    """Accuracy on faces that were only so many pixels wide, enlarged as the server does."""
    figures = {}
    for side in SMALL_SIDES:
        small = [cv2.resize(i, (side, side), interpolation=cv2.INTER_AREA) for i in faces.images]
        enlarged = np.stack([cv2.resize(i, (SIDE, SIDE)) for i in small]).astype(np.uint8)
        predicted = predict(classifier, enlarged).labels
        figures[f"fer2013_accuracy_{side}px"] = metrics.accuracy(predicted, faces.labels)
    return figures


def recall_figures(
    prefix: str, predicted: NDArray[np.int64], labels: NDArray[np.int64]
) -> dict[str, float]:
    """Recall of each class, named `PREFIX_recall_LABEL`."""
    values = metrics.recalls(predicted, labels, len(LABELS))
    return {f"{prefix}_recall_{label}": float(v) for label, v in zip(LABELS, values, strict=True)}


def evaluate(classifier: ExpressionClassifier) -> dict[str, float]:
    """All figures by name."""
    faces = fer2013.load(data_root(), CACHE_DIR)
    faces = faces.select(faces.split == "test")
    seen = predict(classifier, faces.images)
    clean, majority = ~faces.leak, faces.majority()
    clear = clean & (majority >= 0)
    others = other_faces()
    elsewhere = predict(classifier, others.images).labels
    return (
        fer2013_figures(seen, faces)
        | recall_figures("fer2013", seen.labels[clean], faces.labels[clean])
        | recall_figures("ferplus", seen.labels[clear], majority[clear])
        | {"other_faces_macro_f1": metrics.macro_f1(elsewhere, others.labels, len(LABELS))}
        | recall_figures("other_faces", elsewhere, others.labels)
        | small_face_figures(classifier, faces.select(clean))
        | {"milliseconds_per_face": milliseconds_per_face(classifier, faces.images)}
    )


def main() -> None:
    """Command line: print the figures; with --write-manifest, store them too."""
    parser = argparse.ArgumentParser(description="Evaluate the shipped expression classifier.")
    parser.add_argument("--write-manifest", action="store_true")
    arguments = parser.parse_args()
    classifier = ExpressionClassifier(Manifest(ship.MODELS_DIR), RuntimeOptions())
    figures = evaluate(classifier)
    for name, value in figures.items():
        print(f"{name:32s} {value:8.4f}")
    if arguments.write_manifest:
        ship.write_metrics(ExpressionClassifier.NAME, figures)


if __name__ == "__main__":
    main()
