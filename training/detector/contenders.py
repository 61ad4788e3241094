"""Detectors under test behind one call: frame u8 [H,W,3] BGR -> xyxy boxes [N,4], scores [N]."""

from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from mien.perception.face_detector import FaceDetector
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions

Detections = tuple[NDArray[np.float32], NDArray[np.float32]]


class Contender(Protocol):
    """A face detector in the evaluation."""

    name: str

    def __call__(self, frame: NDArray[np.uint8]) -> Detections: ...


class Served:
    """The detector of a models folder, through the code that serves it, on one CPU thread."""

    def __init__(self, models_dir: Path) -> None:
        self.name = FaceDetector.NAME
        self._detector = FaceDetector(Manifest(models_dir), RuntimeOptions(("cpu",), 1), 1000)

    def __call__(self, frame: NDArray[np.uint8]) -> Detections:
        faces = self._detector.detect([frame])[0]
        boxes = np.array([face.box for face in faces], np.float32).reshape(-1, 4)
        return boxes, np.array([face.confidence for face in faces], np.float32)


class YuNet:
    """The yardstick: OpenCV Zoo's YuNet, at the frame's own size."""

    def __init__(self, weights: Path, score_threshold: float = 0.6) -> None:
        self.name = f"YuNet at {score_threshold}"
        self._detector = cv2.FaceDetectorYN.create(
            str(weights), "", (320, 320), score_threshold, 0.3, 5000
        )

    def __call__(self, frame: NDArray[np.uint8]) -> Detections:
        self._detector.setInputSize((frame.shape[1], frame.shape[0]))
        _, found = self._detector.detect(frame)
        rows = np.zeros((0, 15), np.float32) if found is None else np.asarray(found, np.float32)
        boxes = np.concatenate([rows[:, :2], rows[:, :2] + rows[:, 2:4]], 1)
        return boxes, rows[:, -1]


class Mtcnn:
    """MTCNN (Zhang et al. 2016; facenet-pytorch, MIT, weights in its wheel), smallest face 20 px.

    Needs `.venv-training`.
    """

    def __init__(self, score_threshold: float = 0.9) -> None:
        from training.architectures.torchvision_operators import define_missing

        define_missing()
        from facenet_pytorch import MTCNN

        self.name = f"MTCNN at {score_threshold}"
        self._threshold = score_threshold
        self._detector = MTCNN(keep_all=True)

    def __call__(self, frame: NDArray[np.uint8]) -> Detections:
        found, scores = self._detector.detect(np.ascontiguousarray(frame[..., ::-1]))
        if found is None:
            return np.zeros((0, 4), np.float32), np.zeros(0, np.float32)
        boxes = np.array(found.tolist(), np.float32).reshape(-1, 4)
        sure = np.asarray(scores, np.float32) >= self._threshold
        return boxes[sure], np.asarray(scores, np.float32)[sure]
