"""Turns the best checkpoint into the shipped ONNX file and its table in the manifest.

    best.pt ─> heads pooled as val asks ─> ONNX ─> slim ─> same logits? ─> INT8 ─> as accurate? ─┐
        ship <─ temperature, uncertain_below, fitted on val <─ distance, see reference.py <──────┘

`python -m training.expression.export training/recipes/expression.toml`
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import onnxslim
import torch
from numpy.typing import NDArray
from torch import nn

from mien.taxonomy import LABELS
from training import checkpoint, metrics, recipe, ship
from training.architectures.expression import expression_network
from training.command_line import plain_errors
from training.datasets.fer2013 import SIDE, FerPlus
from training.expression import MODEL_NAME, VERSION
from training.expression.calibration import fit_temperature, softmax, uncertain_below
from training.expression.data import leak_free
from training.expression.material import CALIBRATION_FACES, calibration_material
from training.expression.network import ServedClassifier
from training.expression.plan import Recipe
from training.expression.pool import fit_pool
from training.expression.reference import add_distance, write_reference
from training.expression.train import BEST, RUN_DIR, both_heads
from training.quantization import behind, check_loss, quantize

OPSET = 18
TOLERANCE = 1e-3

Gate = Callable[[float, float], None]
"""Is given the accuracy before and after quantising; raises ValueError if too much was lost."""

CROP = {"crop_scale": 1.0, "crop_shift_y": -0.015}
"""Square cut around a detected face so that it looks like FER2013's frame; see `framing.py`."""

TABLE = {
    "task": "expression-classification",
    "version": VERSION,
    "licence": "Apache-2.0",
    "training_data": [
        "FER2013 (Kaggle 2013; web images, rights unclear)",
        "FER+ votes (Microsoft, MIT)",
        "muxspace/facial_expressions (Apache-2.0 repository; pictures for research)",
    ],
    "labels": list(LABELS),
    "input": {"name": "faces", "dtype": "uint8", "shape": ["batch", SIDE, SIDE]},
}


def pooled(network: nn.Module, faces: FerPlus) -> ServedClassifier:
    """The network with its heads pooled as `faces` ask."""
    labels, majority = torch.from_numpy(faces.labels), torch.from_numpy(faces.majority())
    fer, fer_plus = both_heads(network, faces.images)
    return ServedClassifier(network, fit_pool(fer, fer_plus, labels, majority)).eval()


def export(model: ServedClassifier, path: Path) -> None:
    """Write one self-contained ONNX file: `faces` uint8 [batch, 48, 48] -> `logits` [batch, 7]."""
    example = torch.zeros(2, SIDE, SIDE, dtype=torch.uint8)
    torch.onnx.export(
        model.eval(),
        (example,),
        str(path),
        input_names=["faces"],
        output_names=["logits"],
        dynamic_shapes={"faces": {0: "batch"}},
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
    )
    onnx.save(onnxslim.slim(str(path)), str(path))


def logits_of(path: Path, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What the file answers to faces uint8 [n, 48, 48]: float32 [n, 7]."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return np.asarray(session.run(["logits"], {"faces": images})[0], np.float32)


def check(model: ServedClassifier, path: Path, images: NDArray[np.uint8]) -> float:
    """The largest difference of the logits from torch's; ValueError above 0.001."""
    with torch.no_grad():
        expected = model(torch.from_numpy(images)).numpy()
    difference = float(np.abs(logits_of(path, images) - expected).max())
    if difference > TOLERANCE:
        raise ValueError(f"the exported logits differ by {difference}")
    return difference


def quantized(path: Path, faces: FerPlus, calibration: NDArray[np.uint8], gate: Gate) -> Path:
    """The INT8 twin of the file at `path`, after `gate` has seen both accuracies."""
    target = path.with_suffix(".int8.onnx")
    quantize(path, target, "faces", calibration, behind(path, "LogSoftmax"))
    before, after = (
        metrics.accuracy(logits_of(file, faces.images).argmax(axis=1), faces.labels)
        for file in (path, target)
    )
    print(f"accuracy on validation faces: {before:.4f} in float32, {after:.4f} in INT8")
    gate(before, after)
    return target


def calibrated(path: Path, faces: FerPlus) -> dict[str, float]:
    """Temperature and threshold of the file at `path`, fitted on `faces`."""
    logits = logits_of(path, faces.images)
    one_hot = np.eye(len(LABELS), dtype=np.float32)[faces.labels]
    temperature = fit_temperature(logits, one_hot)
    probabilities = softmax(logits, temperature)
    correct = probabilities.argmax(axis=1) == faces.labels
    return {
        "temperature": round(temperature, 4),
        "uncertain_below": uncertain_below(probabilities.max(axis=1), correct),
    }


def best_network(plan: Recipe, run_dir: Path) -> nn.Module:
    """The network with the best weights of a run, for inference."""
    network = expression_network(plan.architecture, plan.network).eval()
    checkpoint.restore(network, checkpoint.load(run_dir / BEST))
    return network


def export_run(
    network: nn.Module,
    path: Path,
    faces: FerPlus,
    calibration: NDArray[np.uint8],
    models_dir: Path = ship.MODELS_DIR,
    gate: Gate = check_loss,
) -> None:
    """Export to `path`, quantise, calibrate and ship to `models_dir`.

    `faces` are validation faces; `calibration` [n, 48, 48] are training faces. Raises ValueError
    where the export differs from torch, and where `gate` finds that INT8 costs too much.
    """
    model = pooled(network, faces)
    export(model, path)
    print(f"torch and ONNX Runtime differ by at most {check(model, path, faces.images[:64]):.1e}")
    served = quantized(path, faces, calibration, gate)
    add_distance(served, calibration)
    parameters = CROP | calibrated(served, faces)
    ship.ship(MODEL_NAME, served, TABLE | {"parameters": parameters}, models_dir)
    expected = write_reference(faces, models_dir)
    print(f"shipped {served.name}: {parameters}; held-out faces: {expected}")


def main() -> None:
    """Command line: the recipe, and the run to export."""
    parser = argparse.ArgumentParser(description="Export and ship the expression classifier.")
    parser.add_argument("recipe", type=Path)
    parser.add_argument("--run-dir", type=Path, default=RUN_DIR)
    arguments = parser.parse_args()
    with plain_errors():
        network = best_network(recipe.load(Recipe, arguments.recipe), arguments.run_dir)
        path = arguments.run_dir / f"{MODEL_NAME}.onnx"
        export_run(network, path, leak_free("val"), calibration_material(CALIBRATION_FACES))


if __name__ == "__main__":
    main()
