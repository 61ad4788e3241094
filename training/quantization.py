"""Static INT8 quantisation of an exported model: half the time a frame on CPUs with VNNI.

    float ONNX -> shapes inferred -> ranges observed on real inputs -> Q/DQ around convolutions

For CPUs, weights are quantised per channel and in seven bits, because the products of eight-bit
ones saturate on CPUs without VNNI (ONNX Runtime's documentation, "reduce_range"). Its exact
product, `session.x64quantprecision`, would take twice the time on CPUs with VNNI too.

TensorRT takes signed, symmetric Q/DQ only, around weights as around activations, and float32
biases (untested on real TensorRT).
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

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

Inputs = NDArray[np.uint8] | NDArray[np.float32]

FOR_CPU: dict[str, Any] = {"reduce_range": True, "activation_type": QuantType.QUInt8}
FOR_TENSORRT: dict[str, Any] = {
    "activation_type": QuantType.QInt8,
    "extra_options": {
        "ActivationSymmetric": True,
        "WeightSymmetric": True,
        "AddQDQPairToWeight": True,
        "DedicatedQDQPair": True,
        "QuantizeBias": False,
    },
}


class _Inputs(CalibrationDataReader):
    def __init__(self, name: str, inputs: Inputs) -> None:
        self._feeds: Iterator[dict[str, Inputs]] = iter(
            {name: inputs[start : start + BATCH]} for start in range(0, len(inputs), BATCH)
        )

    def get_next(self) -> dict[str, Inputs] | None:
        """The next batch, or None after the last."""
        return next(self._feeds, None)


def quantize(
    source: Path,
    target: Path,
    input_name: str,
    inputs: Inputs,
    float_nodes: Sequence[str] = (),
    processor: Mapping[str, Any] = FOR_CPU,
) -> None:
    """Write `source` quantised to `target`.

    `inputs` [n, ...] are pictures or sounds as the model is served them, from training data only;
    `float_nodes` names nodes that stay in float32; `processor` is FOR_CPU or FOR_TENSORRT.
    Raises ValueError for a model that is quantised already.
    """
    refuse_quantised(source)
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
            weight_type=QuantType.QInt8,
            **processor,
        )


def refuse_quantised(source: Path) -> None:
    """Raise ValueError for a quantised model, whose precision is fixed already."""
    if any(node.op_type == "QuantizeLinear" for node in onnx.load(source).graph.node):
        raise ValueError(f"{source} is quantised: take the float32 model that it came from")


def check_loss(before: float, after: float) -> None:
    """Raise ValueError if quantising cost more than half a point of a share in 0..1."""
    if round(before - after, 6) > MOST_LOST:
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
    seen: set[str] = set()
    names: list[str] = []
    for node in reversed(onnx.load(source).graph.node):
        sees = not seen.isdisjoint(node.output)
        if node.op_type == "Conv" and not sees:
            names.append(node.name)
        if node.op_type == "Conv" or sees:
            seen.update(node.input)
    return names
