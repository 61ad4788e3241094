"""Faces in pictures.

    frame --pre--> square grey tensor --infer--> boxes, scores --post--> faces in frame pixels

`pre` and `post` are plain functions of one frame, so that a server can run them beside the
inference of other frames; `detect` does all three.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mien.media.image import Frame, grey
from mien.runtime.manifest import Manifest
from mien.runtime.session import ModelSession, RuntimeOptions

_PADDING = 114


@dataclass(frozen=True, slots=True)
class Face:
    """A box `(x1, y1, x2, y2)` in pixels of the frame, inside it, and a confidence in 0..1."""

    box: tuple[float, float, float, float]
    confidence: float

    @property
    def area(self) -> float:
        """Square pixels."""
        x1, y1, x2, y2 = self.box
        return (x2 - x1) * (y2 - y1)


@dataclass(frozen=True, slots=True)
class Letterbox:
    """A frame scaled into the detector's square: uint8 [side, side], and how it got there."""

    tensor: NDArray[np.uint8]
    scale: float
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """One frame's raw output: boxes [anchors, 4] in tensor pixels, scores [anchors] in 0..1."""

    boxes: NDArray[np.float32]
    scores: NDArray[np.float32]


class FaceDetector:
    """Single-stage face detector, model `face-detector` of the manifest."""

    NAME = "face-detector"

    def __init__(self, manifest: Manifest, options: RuntimeOptions, max_faces: int = 64) -> None:
        """Raises ModelUnavailable, see ModelSession; reads at most `max_faces` a frame."""
        self.session = ModelSession(manifest, self.NAME, options)
        entry = self.session.entry
        self._side = int(entry.input.shape[1])
        self._score_threshold = entry.parameter("score_threshold")
        self._nms_iou = entry.parameter("nms_iou")
        self._max_faces = max_faces

    def detect(self, frames: Sequence[Frame]) -> list[list[Face]]:
        """Faces of each frame, largest first; frames may differ in size."""
        inputs = [self.pre(frame) for frame in frames]
        outputs = self.infer([letterbox.tensor for letterbox in inputs])
        return [self.post(*pair) for pair in zip(outputs, inputs, strict=True)]

    def pre(self, frame: Frame) -> Letterbox:
        """Scale a frame into the detector's square."""
        return letterbox(frame, self._side)

    def infer(self, tensors: Sequence[NDArray[np.uint8]]) -> list[Candidates]:
        """Raw boxes and scores of a batch of letterboxed tensors."""
        if not tensors:
            return []
        boxes, scores = self.session.run(np.stack(tensors))
        return [Candidates(*pair) for pair in zip(boxes, scores, strict=True)]

    def post(self, candidates: Candidates, letterbox: Letterbox) -> list[Face]:
        """Threshold, non-maximum suppression, and back to the frame's pixels; largest first."""
        likely = candidates.scores >= self._score_threshold
        boxes, scores = candidates.boxes[likely], candidates.scores[likely]
        kept = suppress(boxes, scores, self._nms_iou)
        limit = np.array([letterbox.width, letterbox.height] * 2, np.float32)
        in_frame = np.clip(boxes[kept] / letterbox.scale, 0, limit)
        faces = [
            Face((x1, y1, x2, y2), float(score))
            for (x1, y1, x2, y2), score in zip(in_frame.tolist(), scores[kept], strict=True)
        ]
        faces = [face for face in faces if face.area > 0]
        return sorted(faces, key=lambda face: face.area, reverse=True)[: self._max_faces]


def letterbox(frame: Frame, side: int) -> Letterbox:
    """Scale a frame's longer side to `side`, grey, padded at the right and bottom."""
    height, width = frame.shape[:2]
    scale = side / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    filter_ = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    tensor = np.full((side, side), _PADDING, np.uint8)
    tensor[: size[1], : size[0]] = cv2.resize(grey(frame), size, interpolation=filter_)
    return Letterbox(tensor, scale, width, height)


def suppress(
    boxes: NDArray[np.float32], scores: NDArray[np.float32], iou: float
) -> NDArray[np.intp]:
    """Non-maximum suppression: indices of the boxes [n, 4] (x1 y1 x2 y2) kept, best first."""
    order = np.argsort(-scores)
    kept: list[int] = []
    while order.size:
        best, order = order[0], order[1:]
        kept.append(int(best))
        order = order[intersection_over_union(boxes[best], boxes[order]) <= iou]
    return np.array(kept, np.intp)


def intersection_over_union(
    box: NDArray[np.float32], boxes: NDArray[np.float32]
) -> NDArray[np.float32]:
    """IoU in 0..1 of one box [4] with each of boxes [n, 4]."""
    top_left = np.maximum(box[:2], boxes[:, :2])
    bottom_right = np.minimum(box[2:], boxes[:, 2:])
    overlap = np.prod(np.clip(bottom_right - top_left, 0, None), axis=1)
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    union = np.prod(box[2:] - box[:2]) + areas - overlap
    return np.asarray(overlap / np.maximum(union, 1e-9), np.float32)
