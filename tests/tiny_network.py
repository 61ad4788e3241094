"""An ONNX file of two convolutions, made on the fly. Needs onnx."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HEAD = np.random.default_rng(1).normal(size=(7, 3, 1, 1)).astype(np.float32)
KERNEL = np.random.default_rng(2).normal(size=(3, 1, 3, 3)).astype(np.float32)


def write_tiny_network(path: Path, side: int) -> Path:
    """faces u8 [n, side, side] -> /255, Conv, Relu, Conv, mean, Softmax, Log -> logits [n, 7]."""
    nodes = [
        helper.make_node("Cast", ["faces"], ["pixels"], name="cast", to=TensorProto.FLOAT),
        helper.make_node("Div", ["pixels", "white"], ["scaled"], name="div"),
        helper.make_node("Unsqueeze", ["scaled", "one"], ["channel"], name="unsqueeze"),
        helper.make_node("Conv", ["channel", "kernel"], ["maps"], name="first", pads=[1] * 4),
        helper.make_node("Relu", ["maps"], ["rectified"], name="relu"),
        helper.make_node("Conv", ["rectified", "head"], ["seven"], name="second"),
        helper.make_node("ReduceMean", ["seven", "axes"], ["mean"], name="mean", keepdims=0),
        helper.make_node("Softmax", ["mean"], ["shares"], name="softmax", axis=1),
        helper.make_node("Log", ["shares"], ["logits"], name="log"),
    ]
    constants: dict[str, Any] = {
        "white": np.float32(255.0),
        "one": np.array([1], np.int64),
        "axes": np.array([2, 3], np.int64),
        "kernel": KERNEL,
        "head": HEAD,
    }
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("faces", TensorProto.UINT8, ["batch", side, side])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 7])],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    opset = [helper.make_opsetid("", 18)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=9), path)
    return path
