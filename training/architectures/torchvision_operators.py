"""Lets torchvision from PyPI be imported beside a CPU build of torch.

Its compiled operators then do not load, and importing it stops at `operator torchvision::nms does
not exist`. Call `define_missing` before importing torchvision, facenet-pytorch or
ultralytics: it defines the two operators that the import looks for, only where they are missing.
"""

from importlib import import_module
from typing import Any

import numpy as np
import torch
from torch import Tensor

from mien.perception.face_detector import suppress


def nms(boxes: Tensor, scores: Tensor, iou_threshold: float) -> Tensor:
    """Non-maximum suppression: indices int64 [k] of the boxes [n, 4] kept, best first."""
    kept = suppress(boxes.detach().float().numpy(), scores.detach().float().numpy(), iou_threshold)
    return torch.from_numpy(kept.astype(np.int64))


def _quantized(boxes: Tensor, scores: Tensor, iou_threshold: float) -> Tensor:
    raise NotImplementedError("NMS of quantised boxes needs torchvision's own build for this torch")


SIGNATURE = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_LIBRARY = torch.library.Library("torchvision", "FRAGMENT")
"""Kept: the operators vanish with it."""


def define_missing() -> None:
    """Define `torchvision::nms` and `torchvision::qnms` unless torchvision's build brings them."""
    try:
        import_module("torchvision")
    except RuntimeError as error:
        if "torchvision::nms" not in str(error):
            raise
        for name, implementation in (("nms", nms), ("qnms", _quantized)):
            _LIBRARY.define(name + SIGNATURE)
            _LIBRARY.impl(name, implementation, "CPU")
        import_module("torchvision")
        extension: Any = import_module("torchvision.extension")
        extension._has_ops = lambda: True  # it asks this before each call
