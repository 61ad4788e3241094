"""Float16 twin of a float32 ONNX model, for GPUs: half the memory, and their tensor cores.

    uint8 or float32 input ─> float32: normalising ─cast─> float16: first convolution … last
        matrix product ─cast─> float32: decoding, mixing probabilities ─> float32 outputs

Only what lies between the first and the last product of weights is converted, so inputs and
outputs keep their types, and boxes in pixels and logarithms of small shares keep their digits.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.quantization import refuse_quantised

PRODUCTS = {"Conv", "ConvTranspose", "Gemm", "MatMul"}
HALVED = PRODUCTS | {
    *("Add", "Concat", "Mul", "Transpose"),
    *("Clip", "LeakyRelu", "PRelu", "Relu", "Sigmoid", "Tanh"),
    *("AveragePool", "GlobalAveragePool", "MaxPool", "Resize"),
}
"""Operators that lose little: no sums over many values, no logarithms, roots or quotients."""

TOLERANCE = 0.02


def to_half(source: Path, target: Path) -> None:
    """Write the float16 twin of `source` to `target`.

    Raises ValueError for a quantised model.
    """
    refuse_quantised(source)
    model = onnx.load(source)
    opset = next(o.version for o in model.opset_import if o.domain in ("", "ai.onnx"))
    _Halving(model.graph, opset).rewrite()
    del model.graph.value_info[:]  # they state the old types
    onnx.checker.check_model(model)
    onnx.save(model, target)


def check_half(source: Path, half: Path, inputs: NDArray[Any]) -> float:
    """The largest difference between the outputs of both files on `inputs` [n, ...].

    Raises ValueError where it is above 2% of an output's largest magnitude.
    """
    largest = 0.0
    for want, got in zip(_answers(source, inputs), _answers(half, inputs), strict=True):
        difference = float(np.abs(got - want).max())
        if not difference <= TOLERANCE * float(np.abs(want).max()):
            raise ValueError(f"float16 changes an output by up to {difference}: keep float32")
        largest = max(largest, difference)
    return largest


def _answers(path: Path, inputs: NDArray[Any]) -> list[NDArray[np.float32]]:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    answers: list[NDArray[np.float32]] = session.run(None, {session.get_inputs()[0].name: inputs})
    return answers


class _Halving:
    """Rewrites a graph; the float16 twin of a tensor `x` is called `x_half`."""

    def __init__(self, graph: Any, opset: int) -> None:
        self.graph, self.opset = graph, opset
        self.halved = _between_products(graph.node)
        self.weights = {w.name: w for w in graph.initializer if w.data_type == TensorProto.FLOAT}
        self.nodes: list[Any] = []
        self.twins: set[str] = set()

    def rewrite(self) -> None:
        """Convert the halved nodes and cast where they meet the others."""
        in_float = self._wanted_in_float()
        for node in self.graph.node:
            if node.output[0] not in self.halved:
                self.nodes.append(node)
                continue
            for place in self._half_places(node):
                node.input[place] = self._twin(node.input[place])
            self.nodes.append(node)
            for place, name in enumerate(node.output):
                node.output[place] = f"{name}_half"
                self.twins.add(name)
                if name in in_float:
                    self.nodes.append(_cast(f"{name}_half", name, TensorProto.FLOAT))
        unused = [weight for name, weight in self.weights.items() if name not in in_float]
        for weight in unused:
            self.graph.initializer.remove(weight)
        self.graph.ClearField("node")
        self.graph.node.extend(self.nodes)

    def _wanted_in_float(self) -> set[str]:
        wanted = {output.name for output in self.graph.output}
        for node in self.graph.node:
            half = self._half_places(node) if node.output[0] in self.halved else ()
            wanted.update(name for place, name in enumerate(node.input) if place not in half)
        return wanted

    def _half_places(self, node: Any) -> list[int]:
        """Inputs whose type follows the first one's; Resize, for one, takes its scales in float."""
        formal = onnx.defs.get_schema(node.op_type, self.opset).inputs
        types = [formal[min(place, len(formal) - 1)].type_str for place in range(len(node.input))]
        return [p for p, name in enumerate(node.input) if name and types[p] == types[0]]

    def _twin(self, name: str) -> str:
        twin = f"{name}_half"
        if name not in self.twins and name in self.weights:
            values = numpy_helper.to_array(self.weights[name]).astype(np.float16)
            self.graph.initializer.append(numpy_helper.from_array(values, twin))
        elif name not in self.twins:
            self.nodes.append(_cast(name, twin, TensorProto.FLOAT16))
        self.twins.add(name)
        return twin


def _between_products(nodes: Sequence[Any]) -> set[str]:
    """First outputs of the HALVED nodes from the first product to the last."""
    after: set[str] = set()
    for node in nodes:  # in topological order, as ONNX demands
        if node.op_type in PRODUCTS or after.intersection(node.input):
            after.update(node.output)
    before: set[str] = set()
    for node in reversed(nodes):
        if node.op_type in PRODUCTS or before.intersection(node.output):
            before.update(node.input, node.output)
    return {
        node.output[0]
        for node in nodes
        if node.op_type in HALVED and node.output[0] in after & before
    }


def _cast(source: str, target: str, to: int) -> Any:
    return helper.make_node("Cast", [source], [target], name=f"cast_{target}", to=to)
