"""Tight face boxes for face crops that come without any: the teacher YuNet looks at each crop.

    crop u8 [S,S] -> upscale, grey border -> YuNet (OpenCV Zoo, MIT) -> best box, or drop the crop

FER2013 and muxspace are cut around faces, differently each. Pasting them into pictures needs a
box of one convention, and YuNet learnt WIDER FACE's, which the detection data uses too. It also
says which of WIDER FACE's boxes show a face at all. It judges training data and is not shipped.
"""

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training.datasets.scene import NO_BOXES, Boxes, Pixels, iou_matrix

TEACHER_WEIGHTS = "weights/face_detection_yunet_2023mar.onnx"
CONFIRMING_SCORE, CONFIRMING_IOU = 0.5, 0.4
VIEW_SIDE = 160
BORDER = 40
GREY = 114
LOOK_SIDE = 480


class Teacher:
    """YuNet through OpenCV."""

    def __init__(self, weights: Path, minimum_score: float = 0.6) -> None:
        self._detector = cv2.FaceDetectorYN.create(
            str(weights), "", (320, 320), minimum_score, 0.3, 5000
        )

    def box(self, crop: Pixels) -> NDArray[np.float32] | None:
        """Box of the surest face in grey u8 [S,S]: float32 xyxy in crop pixels, or None."""
        view = cv2.resize(crop, (VIEW_SIDE, VIEW_SIDE), interpolation=cv2.INTER_LINEAR)
        view = cv2.copyMakeBorder(
            view, BORDER, BORDER, BORDER, BORDER, cv2.BORDER_CONSTANT, value=GREY
        )
        boxes = self._boxes(np.asarray(cv2.cvtColor(view, cv2.COLOR_GRAY2BGR), np.uint8))
        if not len(boxes):
            return None
        corners = (boxes[0] - BORDER) * (crop.shape[0] / VIEW_SIDE)
        return np.asarray(np.clip(corners, 0, crop.shape[0]), np.float32)

    def confirms(self, picture: Pixels, boxes: Boxes) -> NDArray[np.bool_]:
        """Which annotated boxes [N,4] of u8 [H,W,3] hold a face to the teacher's eye too.

        WIDER FACE also marks heads behind signs and faces turned away: as examples they would
        teach that signs are faces.
        """
        overlaps = np.zeros(len(boxes), np.float32)
        for zoom in (1.0, 2.0):
            view = cv2.resize(picture, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_LINEAR)
            seen = self._boxes(np.asarray(view, np.uint8)) / zoom
            if len(seen) and len(boxes):
                overlaps = np.maximum(overlaps, iou_matrix(boxes, seen).max(1))
        return overlaps >= CONFIRMING_IOU

    def sees_face(self, picture: Pixels) -> bool:
        """Whether there is a face in u8 [H,W,3], seen with its longer side at 480 pixels."""
        scale = LOOK_SIDE / max(picture.shape[:2])
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        view = np.full((LOOK_SIDE, LOOK_SIDE, 3), GREY, np.uint8)
        view[: small.shape[0], : small.shape[1]] = small[:LOOK_SIDE, :LOOK_SIDE]
        return len(self._boxes(view)) > 0

    def _boxes(self, view: Pixels) -> Boxes:
        """All boxes seen in a BGR picture, the surest first: float32 xyxy [N,4]."""
        self._detector.setInputSize((view.shape[1], view.shape[0]))
        rows = self._detector.detect(view)[1]
        if rows is None:  # OpenCV's stub does not say so
            return NO_BOXES
        found = np.asarray(rows, np.float32)
        found = found[np.argsort(-found[:, -1])]
        return np.concatenate([found[:, :2], found[:, :2] + found[:, 2:4]], 1)


def label_crops(teacher: Teacher, crops: Iterable[Pixels]) -> tuple[Pixels, Boxes]:
    """Crops that the teacher sees a face in, and their boxes: u8 [N,S,S], float32 [N,4]."""
    seen = [(crop, box) for crop in crops if (box := teacher.box(crop)) is not None]
    return np.stack([crop for crop, _ in seen]), np.stack([box for _, box in seen])
