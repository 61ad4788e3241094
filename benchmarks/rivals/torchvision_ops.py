"""Lets torchvision be imported beside a torch that its binary was not built for.

torchvision then cannot load its own operators and fails on their names while it is imported.
"""

import torch
from torch.library import Library

_OPS = {
    "nms": "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms": "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
}
_library = Library("torchvision", "FRAGMENT")


def define_missing_ops() -> None:
    """Declare the operators that are not there; nothing here calls them."""
    for name, schema in _OPS.items():
        if not hasattr(torch.ops.torchvision, name):
            _library.define(schema)
