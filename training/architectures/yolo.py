"""YOLOv8n (ultralytics, AGPL-3.0: training only) behind the detector's served contract.

images u8 [B,S,S] ─> three equal channels 0..1 ─> YOLOv8n, one class ─> boxes xyxy, scores
"""

import os
from collections.abc import Mapping

import torch
from torch import Tensor, nn

from training import checkpoint
from training.architectures.torchvision_operators import define_missing
from training.data_root import CACHE_DIR

os.environ.setdefault("YOLO_OFFLINE", "1")
os.environ.setdefault("YOLO_AUTOINSTALL", "0")
os.environ.setdefault("YOLO_CONFIG_DIR", str(CACHE_DIR))
CACHE_DIR.mkdir(parents=True, exist_ok=True)
define_missing()

from ultralytics.nn.tasks import DetectionModel  # noqa: E402

CONFIGURATION = "yolov8n.yaml"


def yolov8n() -> nn.Module:
    """A new network with one class: three channels [B,3,S,S] in, [B,5,anchors] out."""
    network: nn.Module = DetectionModel(CONFIGURATION, nc=1, verbose=False)
    return network


class ServedYolo(nn.Module):
    """images u8 [B,S,S] -> boxes [B,A,4] xyxy in input pixels, scores [B,A] in 0..1."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        found = self.network(images.float().div(255.0).unsqueeze(1).expand(-1, 3, -1, -1))[0]
        centres, halves = found[:, :2], found[:, 2:4] / 2
        boxes = torch.cat([centres - halves, centres + halves], 1).transpose(1, 2)
        return boxes, found[:, 4]


def served(weights: Mapping[str, Tensor]) -> ServedYolo:
    """The served form of a trained network, for inference."""
    network = yolov8n()
    checkpoint.restore(network, weights)
    return ServedYolo(network).eval()
