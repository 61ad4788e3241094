"""How the face detector bears worse pictures: recall curves, and slices of the annotated faces.

picture, boxes --change(strength)--> detector --match--> found, of the faces that are counted
"""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from training.datasets.scene import Boxes, turned
from training.datasets.wider import AnnotatedPicture
from training.detector.contenders import Contender
from training.detector.scoring import found_faces, sides
from training.evaluation import distortions, slices
from training.evaluation.curves import BRIGHTNESS, JPEG, ROTATION, Curve, Sweep, trace
from training.evaluation.slices import Slice

Pixels = NDArray[np.uint8]
Change = Callable[[Pixels, Boxes, float], tuple[Pixels, Boxes]]
"""Picture, its faces and a strength -> the changed picture, and its faces."""

FRAME_SCALE = Sweep("frame, longer side in pixels", (120, 160, 240, 320, 480, 640, 960), 640)
WHOLE, HELD_OUT = "whole set", "held-out half"
SMALLEST, SMALLEST_SLICED, VIEW, THIRD = 40.0, 16.0, (48, 48), 1 / 3
BY_SIZE = ("16 to 24 px", "24 to 40 px", "40 to 80 px", "from 80 px")
BY_LIGHT = ("darkest third", "middle", "brightest third")
BY_FOCUS = ("blurriest third", "middle", "sharpest third")


def detector_curves(detector: Contender, pictures: Sequence[AnnotatedPicture]) -> list[Curve]:
    """Recall of faces from 40 px on against rotation, brightness, JPEG quality, frame size."""

    def swept(sweep: Sweep, change: Change) -> Curve:
        counted = [_stay_inside(picture, sweep, change) for picture in pictures]
        return trace(sweep, lambda strength: _recall(detector, pictures, counted, change, strength))

    return [
        swept(ROTATION, _rotated),
        swept(BRIGHTNESS, lambda p, b, factor: (distortions.brightened(p, factor), b)),
        swept(JPEG, lambda p, b, quality: (distortions.compressed(p, quality), b)),
        swept(FRAME_SCALE, _scaled),
    ]


def _rotated(pixels: Pixels, boxes: Boxes, degrees: float) -> tuple[Pixels, Boxes]:
    return distortions.rotated(pixels, degrees), turned(boxes, distortions.turning(pixels, degrees))


def _scaled(pixels: Pixels, boxes: Boxes, side: float) -> tuple[Pixels, Boxes]:
    scale = side / max(pixels.shape[:2])
    return distortions.shrunk(pixels, side), np.asarray(boxes * scale, np.float32)


def _stay_inside(picture: AnnotatedPicture, sweep: Sweep, change: Change) -> NDArray[np.bool_]:
    """Which faces are big enough, and whole in the frame at every strength of the sweep."""
    counted = sides(picture.boxes, "shorter") >= SMALLEST
    pixels = picture.read()
    for strength in sweep.strengths if counted.any() else ():
        changed, boxes = change(pixels, picture.boxes, strength)
        limit = np.array([*changed.shape[1::-1]] * 2)
        counted &= ((boxes >= -1) & (boxes <= limit + 1)).all(axis=1)
    return np.asarray(counted, bool)


def _recall(
    detector: Contender,
    pictures: Sequence[AnnotatedPicture],
    counted: Sequence[NDArray[np.bool_]],
    change: Change,
    strength: float,
) -> dict[str, float]:
    found: dict[str, list[bool]] = {WHOLE: [], HELD_OUT: []}
    for picture, wanted in zip(pictures, counted, strict=True):
        if wanted.any():
            pixels, faces = change(picture.read(), picture.boxes, strength)
            hits = found_faces(*detector(pixels), faces)[wanted].tolist()
            found[WHOLE] += hits
            found[HELD_OUT] += hits if picture.held_out else []
    return {line: float(np.mean(hits)) for line, hits in found.items()}


def robustness_figures(curves: Sequence[Curve]) -> dict[str, float]:
    """What changes of the picture cost, in percentage points of recall on the whole set."""
    rotation, brightness, jpeg, scale = curves
    return {
        "points_lost_rotation_20": rotation.points_lost(WHOLE, -20, 20),
        "points_lost_brightness_half": brightness.points_lost(WHOLE, 0.5),
        "points_lost_jpeg_40": jpeg.points_lost(WHOLE, 40),
        "points_lost_half_size": scale.points_lost(WHOLE, 320),
    }


def detector_slices(detector: Contender, pictures: Sequence[AnnotatedPicture]) -> list[Slice]:
    """Recall of the whole set's faces by size, and of those from 40 px on by light and blur."""
    rows: list[tuple[float, float, float, bool]] = []
    for picture in pictures:
        pixels = picture.read()
        rows += _traits(pixels, picture.boxes, found_faces(*detector(pixels), picture.boxes))
    size, light, focus, found = np.array(rows, np.float64).T
    right, big = found.astype(bool), size >= SMALLEST
    return [
        *slices.between("size", size, right, (24, 40, 80), BY_SIZE),
        *slices.tails("brightness", light[big], right[big], THIRD, BY_LIGHT),
        *slices.tails("blur", focus[big], right[big], THIRD, BY_FOCUS),
    ]


def _traits(
    pixels: Pixels, boxes: Boxes, found: NDArray[np.bool_]
) -> list[tuple[float, float, float, bool]]:
    """Shorter side, brightness and sharpness of each big enough face, and whether it is found."""
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    rows = []
    for box, side, hit in zip(boxes, sides(boxes, "shorter"), found, strict=True):
        if side >= SMALLEST_SLICED:
            x1, y1, x2, y2 = np.maximum(np.round(box), 0).astype(int)
            face = cv2.resize(grey[y1:y2, x1:x2], VIEW, interpolation=cv2.INTER_AREA)
            view = np.asarray(face, np.uint8)
            light, focus = slices.brightness(view), slices.sharpness(view)
            rows.append((float(side), light, focus, bool(hit)))
    return rows
