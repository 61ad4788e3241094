"""What EmoFace, which Mien replaces, did for a frame: torch YOLOv8n, then InceptionResnetV1.

    JPEG -> longer side 640 -> YOLOv8n | 100x100 crop -> InceptionResnetV1

Random weights: this measures speed and nothing else. So the crop is fixed, one a frame, and the
boxes are not suppressed, which makes the pipeline a little faster than it was. The frame is padded
to the next multiple of the stride and not to a square, as Ultralytics does for torch models.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.rivals import timed_loop
from benchmarks.rivals.torchvision_ops import define_missing_ops

define_missing_ops()

from facenet_pytorch import InceptionResnetV1  # noqa: E402
from ultralytics.nn.tasks import DetectionModel  # noqa: E402

FRAME_SIDE = 640
STRIDE = 32
CROP_SIDE = 100
LABELS = 7


class SeedPipeline:
    """One frame at a time, as EmoFace served it."""

    def __init__(self) -> None:
        self._detector = DetectionModel("yolov8n.yaml", verbose=False).fuse(verbose=False).eval()
        self._classifier = InceptionResnetV1(classify=True, num_classes=LABELS).eval()

    def step(self, encoded: Sequence[bytes]) -> None:
        """Run both networks once for every picture."""
        for data in encoded:
            frame = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
            assert frame is not None
            self.read(frame)

    def read(self, frame: cv2.typing.MatLike) -> None:
        """Run both networks once for a decoded frame."""
        with torch.inference_mode():
            self._detector(_tensor(_scaled(frame)))
            crop = np.asarray(frame[:CROP_SIDE, :CROP_SIDE], np.uint8)
            self._classifier(_tensor(crop))


def _scaled(frame: cv2.typing.MatLike) -> NDArray[np.uint8]:
    scale = FRAME_SIDE / max(frame.shape[:2])
    height, width = (round(side * scale) for side in frame.shape[:2])
    below, right = -height % STRIDE, -width % STRIDE
    resized = cv2.resize(frame, (width, height))
    padded = cv2.copyMakeBorder(resized, 0, below, 0, right, cv2.BORDER_CONSTANT, value=(114,) * 3)
    return np.asarray(padded, np.uint8)


def _tensor(picture: NDArray[np.uint8]) -> torch.Tensor:
    planes = np.ascontiguousarray(picture.transpose(2, 0, 1), np.float32) / 255
    return torch.from_numpy(planes)[None]


def main() -> None:
    parser = timed_loop.argument_parser()
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    timed_loop.run(SeedPipeline().step, options.seconds)


if __name__ == "__main__":
    main()
