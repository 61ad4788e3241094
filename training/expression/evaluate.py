"""Evaluates the shipped expression classifier, through the code that serves it.

    FER2013 test, muxspace held-out persons ─> mien.perception.expression ─> figures
             models/manifest.toml, the card, models/figures/ <─ with --write-manifest ─┘

Needs no torch. `python -m training.expression.evaluate [--write-manifest]`
"""

import argparse
from dataclasses import dataclass

import cv2
import numpy as np

from mien.perception.expression import ExpressionClassifier
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions
from mien.taxonomy import LABELS
from training import ship
from training.data_root import CACHE_DIR, data_root
from training.datasets import fer2013
from training.evaluation import plots, slices
from training.evaluation.curves import Curve
from training.evaluation.expression_report import picture_name, report
from training.evaluation.expression_robustness import (
    curve_sample,
    face_curves,
    face_slices,
    robustness_figures,
)
from training.evaluation.familiarity import familiarity_figures
from training.evaluation.readings import Readings, milliseconds_per_face, read, set_figures
from training.evaluation.slices import Slice
from training.expression.data import other_faces

TITLES = {"fer2013": "FER2013", "ferplus": "FER+ majority", "other_faces": "other faces"}
WRITES = "write the figures into manifest and card, and the card's pictures"


@dataclass(frozen=True)
class Evaluation:
    """What was measured: readings by the prefix of their figures, and all figures by name."""

    sets: dict[str, Readings]
    curves: list[Curve]
    slices: list[Slice]
    metrics: dict[str, float]


def evaluate(classifier: ExpressionClassifier) -> Evaluation:
    """Measure on FER2013's test split and on faces from elsewhere."""
    every = fer2013.load(data_root(), CACHE_DIR)
    faces = every.select(every.split == "test")
    clean = faces.select(~faces.leak)
    whole = read(classifier, list(faces.images), faces.labels)
    seen, others = whole.select(~faces.leak), other_faces()
    sets = {
        "fer2013": seen,
        "ferplus": seen.beside(clean.majority()),
        "other_faces": read(classifier, list(others.images), others.labels),
    }
    sample = curve_sample(clean)
    curves = face_curves(lambda images: read(classifier, images, sample.labels).predicted, sample)
    by_trait = face_slices(clean, seen.predicted == seen.labels, data_root())
    figures = {
        "fer2013_whole_accuracy": whole.accuracy,
        "ferplus_whole_accuracy": whole.beside(faces.majority()).accuracy,
        "fer2013_certain_share": float(np.mean(~seen.uncertain)),
        "fer2013_certain_accuracy": seen.select(~seen.uncertain).accuracy,
    }
    for prefix, readings in sets.items():
        figures |= set_figures(prefix, readings)
    figures |= robustness_figures(curves) | slices.figures(by_trait)
    figures |= familiarity_figures(classifier, sample, every, others.images, data_root())
    figures["milliseconds_per_face"] = milliseconds_per_face(classifier, list(faces.images))
    return Evaluation(sets, curves, by_trait, figures)


def draw(evaluation: Evaluation, sha256: str) -> None:
    """Write the card's pictures."""
    shown = {TITLES[prefix]: readings for prefix, readings in evaluation.sets.items()}
    tables = {title: readings.confusion() for title, readings in shown.items()}
    bins = {title: readings.reliability() for title, readings in shown.items()}
    pictures = {
        "confusion": plots.confusions(tables, LABELS),
        "reliability": plots.reliability(bins),
        "robustness": plots.curves(evaluation.curves, "accuracy"),
        "slices": plots.sliced(evaluation.slices, "accuracy, FER2013's labels"),
    }
    for kind, picture in pictures.items():
        plots.save(picture, ship.MODELS_DIR / "figures" / picture_name(kind), sha256)


def main() -> None:
    """Command line: print the figures, or store them with the card and its pictures too."""
    parser = argparse.ArgumentParser(description="Evaluate the shipped expression classifier.")
    parser.add_argument("--write-manifest", action="store_true", help=WRITES)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    classifier = ExpressionClassifier(Manifest(ship.MODELS_DIR), RuntimeOptions())
    try:
        evaluation = evaluate(classifier)
    except FileNotFoundError as error:
        parser.error(str(error))
    for name, value in evaluation.metrics.items():
        print(f"{name:40s} {value:8.4f}")
    if arguments.write_manifest:
        draw(evaluation, classifier.session.entry.sha256)
        body = report(ship.rounded(evaluation.metrics))
        ship.write_metrics(ExpressionClassifier.NAME, evaluation.metrics, report=body)


if __name__ == "__main__":
    main()
