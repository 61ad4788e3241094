"""The distance to the training faces, added to the classifier that ships."""

import shutil
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnx")

import onnxruntime

from training import ship
from training.expression import MODEL_NAME
from training.expression.reference import add_distance, fit

FACES = np.random.default_rng(0).integers(0, 256, (200, 48, 48), np.uint8)


def answers(path: Path) -> list[np.ndarray]:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    found: list[np.ndarray] = session.run(None, {"faces": FACES[:40]})
    return found


def test_adding_it_again_replaces_it_and_leaves_the_logits(tmp_path: Path) -> None:
    path = Path(shutil.copy(ship.MODELS_DIR / f"{MODEL_NAME}.onnx", tmp_path))
    logits, before = answers(path)
    add_distance(path, FACES)
    same, after = answers(path)
    assert np.array_equal(same, logits)
    assert after.shape == before.shape == (40,)
    assert after.mean() == pytest.approx(1, abs=0.05)
    assert before.mean() > 1.4  # as FER2013's faces have it, noise is far


def test_training_features_lie_at_one_and_others_further() -> None:
    random = np.random.default_rng(0)
    features = (random.normal(size=(4000, 6)) * [5, 1, 1, 1, 1, 0.1] + 9).astype(np.float32)
    whitening = fit(features)

    def distance(rows: np.ndarray) -> np.ndarray:
        directions = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        whitened = directions @ whitening.weights + whitening.shift
        return np.asarray(np.linalg.norm(whitened, axis=1))

    assert distance(features).mean() == pytest.approx(1, abs=1e-3)
    assert distance(3 * features) == pytest.approx(distance(features), rel=1e-3)
    moved = features + np.array([0, 0, 0, 0, 0, 2], np.float32)
    assert distance(moved).mean() > 1.5
