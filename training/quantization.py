"""Static INT8 quantisation of an exported model: half the time a frame on CPUs with VNNI.

    float ONNX -> shapes inferred -> ranges observed on real inputs -> Q/DQ around convolutions

Weights are quantised per channel and in seven bits, because the products of eight-bit ones saturate
on CPUs without VNNI (ONNX Runtime's documentation, "reduce_range"). Its exact product,
`session.x64quantprecision`, would take twice the time on CPUs with VNNI too.
"""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

OPERATORS = ("Conv", "Relu", "Add", "Resize")
BATCH = 16
MOST_LOST = 0.005


class _Inputs(CalibrationDataReader):
    def __init__(self, name: str, inputs: NDArray[np.uint8]) -> None:
        self._feeds: Iterator[dict[str, NDArray[np.uint8]]] = iter(
            {name: inputs[start : start + BATCH]} for start in range(0, len(inputs), BATCH)
        )

    def get_next(self) -> dict[str, NDArray[np.uint8]] | None:
        """The next batch, or None after the last."""
        return next(self._feeds, None)


def quantize(
    source: Path,
    target: Path,
    input_name: str,
    inputs: NDArray[np.uint8],
    float_nodes: Sequence[str] = (),
) -> None:
    """Write `source` quantised to `target`.

    `inputs` [n, ...] are pictures as the model is served them, from training data only;
    `float_nodes` names nodes that stay in float32.
    """
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        quantize_static(
            str(prepared),
            str(target),
            _Inputs(input_name, inputs),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=list(OPERATORS),
            nodes_to_exclude=list(float_nodes),
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )


def check_loss(before: float, after: float) -> None:
    """Raise ValueError if quantising cost more than half a point of a share in 0..1."""
    if before - after > MOST_LOST:
        raise ValueError(f"quantising lowered {before:.4f} to {after:.4f}: ship the float32 model")


def behind(source: Path, op_type: str) -> list[str]:
    """Names of the nodes that nodes of this type lead to, directly or not."""
    reached: set[str] = set()
    names: list[str] = []
    for node in onnx.load(source).graph.node:  # in topological order, as ONNX demands
        if reached.intersection(node.input):
            names.append(node.name)
        if node.op_type == op_type or reached.intersection(node.input):
            reached.update(node.output)
    return names


def last_convolutions(source: Path) -> list[str]:
    """Names of the convolutions whose output no other convolution sees: the model's answers."""
    nodes = onnx.load(source).graph.node
    seen_by = {
        name: {n.op_type for n in nodes if name in n.input} for n in nodes for name in n.output
    }
    inner = {"Add", "Conv", "Relu", "Resize"}
    return [n.name for n in nodes if n.op_type == "Conv" and not seen_by[n.output[0]] & inner]
