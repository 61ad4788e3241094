"""How well detections fit annotations: recall, false alarms, mean IoU of matched faces.

Detections are taken surest first; each matches the free face that it overlaps most, from IoU 0.5
on. Faces below the asked size still absorb detections, so that finding one is no false alarm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from training.datasets.scene import Boxes, iou_matrix

MATCH_IOU = 0.5


@dataclass(frozen=True)
class Figures:
    """Sums over pictures; faces and false alarms count from the asked size on only."""

    faces: int
    found: int
    false_alarms: int
    iou_sum: float

    @property
    def recall(self) -> float:
        """Share of faces found, 0..1; 0 where there are none."""
        return self.found / max(self.faces, 1)

    @property
    def mean_iou(self) -> float:
        """Mean IoU of the faces found, 0..1."""
        return self.iou_sum / max(self.found, 1)


def match(boxes: Boxes, scores: NDArray[np.float32], faces: Boxes) -> NDArray[np.float32]:
    """What each detection [N] matches: float32 [N,2], IoU and index of the face, or -1 and -1."""
    result = np.full((len(boxes), 2), -1, np.float32)
    if not len(faces):
        return result
    iou = iou_matrix(boxes, faces)
    for row in np.argsort(-scores):
        face = int(iou[row].argmax())
        if iou[row, face] >= MATCH_IOU:
            result[row] = iou[row, face], face
            iou[:, face] = -1
    return result


def found_faces(boxes: Boxes, scores: NDArray[np.float32], faces: Boxes) -> NDArray[np.bool_]:
    """Whether each of the annotated faces [M] is matched by a detection."""
    found = np.zeros(len(faces), bool)
    matched = match(boxes, scores, faces)[:, 1].astype(int)
    found[matched[matched >= 0]] = True
    return found


def sides(boxes: Boxes, which: Literal["shorter", "longer"]) -> NDArray[np.float32]:
    """The shorter or longer side of boxes [N,4], pixels."""
    both = boxes[:, 2:] - boxes[:, :2]
    return np.asarray(both.min(1) if which == "shorter" else both.max(1), np.float32)


def measure(
    pictures: Sequence[tuple[Boxes, NDArray[np.float32], Boxes]],
    smallest: float,
    which: Literal["shorter", "longer"] = "shorter",
) -> Figures:
    """Figures over pictures of (detected boxes, scores, annotated faces)."""
    faces = found = alarms = 0
    iou_sum = 0.0
    for boxes, scores, annotated in pictures:
        wanted = sides(annotated, which) >= smallest
        matched = match(boxes, scores, annotated)
        hits = matched[matched[:, 1] >= 0]
        hits = hits[wanted[hits[:, 1].astype(int)]]
        faces += int(wanted.sum())
        found += len(hits)
        alarms += int(((matched[:, 1] < 0) & (sides(boxes, which) >= smallest)).sum())
        iou_sum += float(hits[:, 0].sum())
    return Figures(faces, found, alarms, iou_sum)
