"""How well a model file answers on labelled data, before and after it was changed.

FOLDER/<label>/*.jpg or *.wav ─> share of right labels ─┐
FOLDER/annotations.json, images/ ─> share of faces found ┴─> may fall by half a point
"""

import tempfile
from pathlib import Path

import numpy as np
import onnxruntime

from mien.perception.face_detector import FaceDetector
from mien.runtime.manifest import Manifest
from mien.settings import settings
from mien.taxonomy import LABELS
from training import metrics, ship
from training.datasets.ravdess import EMOTIONS
from training.datasets.wider import read_pictures
from training.detector.contenders import Served
from training.detector.scoring import measure
from training.served_inputs import files_for, input_of, read_inputs

SMALLEST = 40.0
"""Faces are counted from this shorter side on, in pixels."""

CLASSES = {"faces": LABELS, "bands": EMOTIONS}


def figure(model: Path, labelled: Path) -> float:
    """Accuracy of a classifier or recall of the detector on a labelled folder, 0..1.

    Raises ValueError for folder names that are no labels, FileNotFoundError without annotations.
    """
    name, _ = input_of(model)
    return _recall(model, labelled) if name == "images" else _accuracy(model, labelled, name)


def _accuracy(model: Path, labelled: Path, name: str) -> float:
    classes = CLASSES[name]
    paths = files_for(model, labelled)
    unknown = sorted({path.parent.name for path in paths} - set(classes))
    if unknown:
        raise ValueError(f"folders {unknown} in {labelled} are no labels: use {list(classes)}")
    labels = np.array([classes.index(path.parent.name) for path in paths])
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    logits = session.run(["logits"], {name: read_inputs(model, paths)})[0]
    return metrics.accuracy(logits.argmax(axis=1), labels)


def _recall(model: Path, labelled: Path) -> float:
    if not (labelled / "annotations.json").is_file():
        raise FileNotFoundError(f"{labelled} has no annotations.json: docs/models.md shows one")
    table = Manifest(settings().models_dir).entry(FaceDetector.NAME).model_dump(exclude={"name"})
    with tempfile.TemporaryDirectory() as folder:
        ship.ship(FaceDetector.NAME, model, table, Path(folder))
        served = Served(Path(folder))
    pictures = read_pictures(labelled)
    found = [(*served(picture.read()), picture.boxes) for picture in pictures]
    return measure(found, SMALLEST).recall
