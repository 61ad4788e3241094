"""The expression recipe in a minute: its own network and losses, a few epochs of drawn faces.

drawn faces ─> train ─> export, INT8 ─> temporary models folder ─> mien.perception ─> accuracy
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mien.perception.expression import ExpressionClassifier
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions
from mien.taxonomy import LABELS
from training import checkpoint, metrics, recipe
from training.command_line import Arguments, plain_errors
from training.datasets.fer2013 import FerPlus
from training.datasets.muxspace import Muxspace
from training.expression import MODEL_NAME
from training.expression.data import TrainingSet, smooth
from training.expression.export import best_network, export_run
from training.expression.material import Validation
from training.expression.plan import Recipe
from training.expression.run import Run
from training.expression.train import LAST, train
from training.smoke import no_gate
from training.smoke.drawn_faces import drawn_set

UNSEEN_PER_LABEL = 30


@dataclass(frozen=True)
class Effort:
    """What a network can do in a minute on two slow cores."""

    epochs: int
    batch: int
    per_label: int  # drawn faces to learn from
    least_accuracy: float
    network: Mapping[str, float]  # replaces keys of the recipe's [network]


EFFORTS = {
    "compact": Effort(6, 32, 64, 0.6, {}),
    "inception-resnet-v1": Effort(1, 8, 12, 0.0, {"side": 80}),
}


def shortened(plan: Recipe, effort: Effort) -> Recipe:
    """The recipe with few epochs, a small batch, and an average that keeps up with them."""
    return replace(
        plan,
        epochs=effort.epochs,
        batch_size=effort.batch,
        network={**plan.network, **effort.network},
        schedule=replace(plan.schedule, ema_decay=0.9),
        closing=replace(plan.closing, epochs=effort.epochs // 2),
    )


def training_rows(faces: FerPlus, smoothing: float) -> TrainingSet:
    """Drawn faces as rows to draw from, all as often."""
    targets = smooth(faces.labels, smoothing)
    return TrainingSet(faces.images, targets, targets, np.ones(len(faces)))


def served_accuracy(models_dir: Path, faces: FerPlus) -> float:
    """Accuracy through the code that serves the model."""
    classifier = ExpressionClassifier(Manifest(models_dir), RuntimeOptions())
    readings = classifier.classify(list(faces.images))
    predicted = np.array([LABELS.index(reading.dominant) for reading in readings])
    return metrics.accuracy(predicted, faces.labels)


def smoke(arguments: Arguments) -> None:
    """Go through every step in temporary folders; SystemExit where one of them fails."""
    with plain_errors(), tempfile.TemporaryDirectory() as folder:
        plan = recipe.load(Recipe, arguments.recipe)
        effort = EFFORTS[plan.architecture]
        accuracy = accuracy_after(shortened(plan, effort), effort, arguments.start, Path(folder))
    print(f"smoke: {effort.epochs} epochs, accuracy {accuracy:.3f} on drawn faces as served")
    if accuracy < effort.least_accuracy:
        raise SystemExit(f"error: expected at least {effort.least_accuracy}: a step broke")


def accuracy_after(plan: Recipe, effort: Effort, start: Path | None, folder: Path) -> float:
    """Train, export and serve in `folder`; the accuracy of what is served."""
    run_dir, models_dir = folder / "run", folder / "models"
    seen, unseen = drawn_set(effort.per_label, "train", 1), drawn_set(UNSEEN_PER_LABEL, "val", 2)
    run = Run(plan, training_rows(seen, plan.loss.label_smoothing))
    checkpoint.begin(run, run_dir / LAST, start)
    train(run, Validation(unseen, Muxspace(unseen.images, unseen.labels)), run_dir)
    path, network = run_dir / f"{MODEL_NAME}.onnx", best_network(plan, run_dir)
    export_run(network, path, unseen, seen.images, models_dir, no_gate)
    return served_accuracy(models_dir, unseen)
