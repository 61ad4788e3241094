"""INT8 and float16 twins of a tiny network."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest

pytest.importorskip("onnx")

import onnx
from onnx import TensorProto, numpy_helper

from tests.tiny_network import HEAD, write_tiny_network
from training.half import check_half, to_half
from training.quantization import (
    FOR_CPU,
    FOR_TENSORRT,
    behind,
    check_loss,
    last_convolutions,
    quantize,
)

PICTURES = np.random.default_rng(0).integers(0, 256, (20, 4, 4), dtype=np.uint8)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_tiny_network(tmp_path / "tiny.onnx", side=4)


def zero_points(path: Path) -> list[Any]:
    graph = onnx.load(path).graph
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    kinds = ("QuantizeLinear", "DequantizeLinear")
    return [constants[node.input[2]] for node in graph.node if node.op_type in kinds]


def test_nodes_are_found_by_what_lies_before_and_after_them(model: Path) -> None:
    assert last_convolutions(model) == ["second"]
    assert behind(model, "Softmax") == ["log"]


def test_int8_for_tensorrt_is_signed_and_symmetric(model: Path, tmp_path: Path) -> None:
    target = tmp_path / "int8.onnx"
    quantize(model, target, "faces", PICTURES, (), FOR_TENSORRT)
    assert {str(zero.dtype) for zero in zero_points(target)} == {"int8"}
    assert not any(zero.any() for zero in zero_points(target))


def test_int8_answers_nearly_as_float32(model: Path, tmp_path: Path) -> None:
    for processor in (FOR_CPU, FOR_TENSORRT):
        target = tmp_path / "int8.onnx"
        quantize(model, target, "faces", PICTURES, (), processor)
        gap = np.abs(answer(model) - answer(target)).max()
        assert 0 < gap < 0.2


def test_named_nodes_stay_in_float32(model: Path, tmp_path: Path) -> None:
    target = tmp_path / "int8.onnx"
    quantize(model, target, "faces", PICTURES, ("first", "relu", "second"))
    assert zero_points(target) == []


def test_what_is_quantised_is_neither_quantised_nor_halved_again(
    model: Path, tmp_path: Path
) -> None:
    target = tmp_path / "int8.onnx"
    quantize(model, target, "faces", PICTURES)
    with pytest.raises(ValueError, match=r"int8\.onnx is quantised"):
        quantize(target, tmp_path / "again.onnx", "faces", PICTURES)
    with pytest.raises(ValueError, match=r"int8\.onnx is quantised"):
        to_half(target, tmp_path / "half.onnx")


def test_half_a_point_may_be_lost_and_no_more() -> None:
    check_loss(0.755, 0.75)
    check_loss(0.7, 0.8)
    with pytest.raises(ValueError, match=r"lowered 0\.7560 to 0\.7500"):
        check_loss(0.756, 0.75)


def test_half_keeps_types_at_the_edges_and_computes_in_float16_between(
    model: Path, tmp_path: Path
) -> None:
    half = tmp_path / "half.onnx"
    to_half(model, half)
    graph = onnx.load(half).graph
    edges = [tensor.type.tensor_type.elem_type for tensor in (*graph.input, *graph.output)]
    assert edges == [TensorProto.UINT8, TensorProto.FLOAT]
    kinds = {tensor.name: tensor.data_type for tensor in graph.initializer}
    assert kinds["kernel_half"] == kinds["head_half"] == TensorProto.FLOAT16
    assert kinds["white"] == TensorProto.FLOAT
    assert "kernel" not in kinds
    assert 0 < check_half(model, half, PICTURES) < 0.01


def test_half_that_answers_otherwise_is_refused(model: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.onnx"
    changed = onnx.load(model)
    head = next(tensor for tensor in changed.graph.initializer if tensor.name == "head")
    head.CopyFrom(numpy_helper.from_array(-HEAD, "head"))
    onnx.save(changed, half)
    with pytest.raises(ValueError, match="float16 changes an output"):
        check_half(model, half, PICTURES)


def answer(path: Path) -> Any:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return session.run(["logits"], {"faces": PICTURES})[0]
