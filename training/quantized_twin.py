"""Quantises one of this project's models on a folder, and keeps the result only if it is as good.

model.onnx, calibration folder ─> INT8 ─> as accurate on the labelled folder? ─> output.onnx
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from training.accuracy_gate import figure
from training.quantization import (
    FOR_CPU,
    FOR_TENSORRT,
    behind,
    check_loss,
    last_convolutions,
    quantize,
)
from training.served_inputs import files_for, input_of, read_inputs

PROCESSORS = {"cpu": FOR_CPU, "tensorrt": FOR_TENSORRT}


def write_twin(
    model: Path, calibration: Path, labelled: Path | None, most: int, processor: str, output: Path
) -> Iterator[str]:
    """Write the INT8 twin of `model` to `output`; yields what to tell the user.

    At most `most` files of `calibration`, drawn at random, are observed. Raises ValueError, and
    writes nothing, where the twin loses more than half a point on `labelled`.
    """
    name, _ = input_of(model)
    paths = files_for(model, calibration)
    drawn = np.random.default_rng(0).permutation(len(paths))[:most]
    inputs = read_inputs(model, [paths[index] for index in drawn])
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent) as folder:
        twin = Path(folder) / "int8.onnx"
        quantize(model, twin, name, inputs, float_nodes(model, name), PROCESSORS[processor])
        if labelled is not None:
            before, after = figure(model, labelled), figure(twin, labelled)
            yield f"on {labelled}: {before:.4f} in float32, {after:.4f} in INT8"
            check_loss(before, after)
        twin.replace(output)
    yield f"{output}: INT8, ranges observed on {len(inputs)} files, {output.stat().st_size} bytes"


def float_nodes(model: Path, name: str) -> list[str]:
    """Nodes that stay in float32: mixed probabilities, boxes and scores."""
    last = [] if name == "faces" else last_convolutions(model)
    return sorted({*behind(model, "Softmax"), *last})
