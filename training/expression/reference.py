"""How far faces are from those that the classifier was trained on: its file's second output.

    features [b, 256] ─> length 1 ─> whitened by training faces ─> length ─> distance [b]

The Mahalanobis distance of features of length 1 (Mueller and Hein 2025: "Mahalanobis++") along
their 128 widest directions, in means of the training faces: 1 is a usual face. Without the first
step a dark or noisy face, whose features are all small, would seem to be a usual one.

`python -m training.expression.reference` adds it to the shipped file, whose logits stay the same
to the bit, and writes what held-out faces are like into the manifest.
"""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from mien.perception.expression import Crop, ExpressionClassifier
from mien.perception.quality import brightness, sharpness
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions
from training import ship
from training.command_line import plain_errors
from training.datasets.fer2013 import FerPlus
from training.expression import MODEL_NAME, VERSION
from training.expression.data import leak_free
from training.expression.material import CALIBRATION_FACES, calibration_material

DIRECTIONS, RIDGE = 128, 1e-6
BATCH = 64
OUTPUT = "distance"
_OWN = "distance_"
_LENGTH = 1e-6
"""Least length of features, so that no face divides by zero."""


@dataclass(frozen=True)
class Whitening:
    """Features of length 1 [n, f] times `weights` [f, k] plus `shift` [k]: their mean length is 1
    for training faces."""

    weights: NDArray[np.float32]
    shift: NDArray[np.float32]


def fit(features: NDArray[np.float32]) -> Whitening:
    """The whitening of features [n, f] along their widest directions."""
    rows = features.astype(np.float64)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), _LENGTH)
    mean = rows.mean(axis=0)
    variances, axes = np.linalg.eigh(np.cov(rows.T))
    widest = np.argsort(variances)[::-1][:DIRECTIONS]
    weights = axes[:, widest] / np.sqrt(variances[widest] + RIDGE)
    weights /= np.linalg.norm((rows - mean) @ weights, axis=1).mean()
    return Whitening(weights.astype(np.float32), (-mean @ weights).astype(np.float32))


def add_distance(path: Path, training_faces: NDArray[np.uint8]) -> None:
    """Give the classifier at `path` the output `distance`, fitted to faces uint8 [n, 48, 48].

    One that it had is replaced. Raises ValueError where the file has no linear layer.
    """
    model = _without_distance(onnx.load(path))
    features = _features_name(model)
    found = _run(_asked_for(model, features), features, training_faces)
    _append(model, features, fit(found))
    onnx.checker.check_model(model)
    onnx.save(model, path)


def expected(classifier: ExpressionClassifier, faces: NDArray[np.uint8]) -> dict[str, float]:
    """Means over faces that no training has seen: what the manifest's `reference` holds."""
    crops: list[Crop] = list(faces)
    readings = classifier.classify(crops)
    distances = [reading.distance for reading in readings if reading.distance is not None]
    means = {
        "face_brightness": np.mean([brightness(crop) for crop in crops]),
        "face_sharpness": np.mean([sharpness(crop) for crop in crops]),
        "uncertain_share": np.mean([reading.uncertain for reading in readings]),
        "face_embedding_distance": np.mean(distances),
    }
    return {name: round(float(value), 4) for name, value in means.items()}


def write_reference(faces: FerPlus, models_dir: Path = ship.MODELS_DIR) -> dict[str, float]:
    """Measure the shipped file on `faces` and write its manifest's `reference`."""
    found = expected(
        ExpressionClassifier(Manifest(models_dir), RuntimeOptions()), np.asarray(faces.images)
    )
    entry = ship.read_manifest(models_dir)[MODEL_NAME]
    ship.write_entry(MODEL_NAME, entry | {"reference": found}, models_dir)
    return found


def _features_name(model: Any) -> str:
    """What the first linear layer, that of the heads, takes."""
    for node in model.graph.node:
        if node.op_type in ("Gemm", "MatMul"):
            return str(node.input[0])
    raise ValueError("the model has no linear layer, so it has no features to compare")


def _without_distance(model: Any) -> Any:
    """The model without nodes, weights and output of an earlier `add_distance`."""
    graph = model.graph
    for kind in (graph.node, graph.initializer, graph.output):
        kept = [part for part in kind if not part.name.startswith((_OWN, OUTPUT))]
        del kind[:]
        kind.extend(kept)
    return model


def _asked_for(model: Any, name: str) -> bytes:
    twin = onnx.ModelProto()
    twin.CopyFrom(model)
    twin.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    return bytes(twin.SerializeToString())


def _run(model: bytes | Path, output: str, faces: NDArray[np.uint8]) -> NDArray[np.float32]:
    source = model if isinstance(model, bytes) else str(model)
    session = onnxruntime.InferenceSession(source, providers=["CPUExecutionProvider"])
    starts = range(0, len(faces), BATCH)
    batches = (faces[start : start + BATCH] for start in starts)
    return np.concatenate([session.run([output], {"faces": batch})[0] for batch in batches])


def _append(model: Any, features: str, whitening: Whitening) -> None:
    constants: Mapping[str, Any] = {
        "axis": np.array([1], np.int64),
        "least": np.float32(_LENGTH),
        "weights": whitening.weights,
        "shift": whitening.shift,
    }
    named = {name: f"{_OWN}{name}" for name in constants}
    steps: tuple[tuple[str, list[str], str, dict[str, int]], ...] = (
        ("ReduceL2", [features, named["axis"]], f"{_OWN}length", {"keepdims": 1}),
        # not Add, which quantising would round
        ("Max", [f"{_OWN}length", named["least"]], f"{_OWN}divisor", {}),
        ("Div", [features, f"{_OWN}divisor"], f"{_OWN}direction", {}),
        ("Gemm", [f"{_OWN}direction", named["weights"], named["shift"]], f"{_OWN}whitened", {}),
        ("ReduceL2", [f"{_OWN}whitened", named["axis"]], OUTPUT, {"keepdims": 0}),
    )
    for operator, inputs, output, attributes in steps:
        node = helper.make_node(operator, inputs, [output], name=f"{_OWN}to_{output}", **attributes)
        model.graph.node.append(node)
    for name, value in constants.items():
        model.graph.initializer.append(numpy_helper.from_array(np.asarray(value), named[name]))
    kind = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["batch"])
    model.graph.output.append(kind)


def main() -> None:
    """Add the distance to the shipped file; SystemExit where its logits would change."""
    with plain_errors(), tempfile.TemporaryDirectory() as folder:
        shipped, held_out = ship.MODELS_DIR / f"{MODEL_NAME}.onnx", leak_free("val")
        made = Path(shutil.copy(shipped, folder))
        add_distance(made, calibration_material(CALIBRATION_FACES))
        before, after = (_run(path, "logits", held_out.images) for path in (shipped, made))
        if not np.array_equal(before, after):
            raise ValueError("the logits would change, so nothing was written")
        ship.ship(MODEL_NAME, made, ship.read_manifest()[MODEL_NAME] | {"version": VERSION})
        print(f"{len(held_out)} held-out faces, same logits: {write_reference(held_out)}")


if __name__ == "__main__":
    main()
