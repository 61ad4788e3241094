"""A training example of the face detector, and how faces move with the pixels.

A face is taken as the ellipse inside its box, so that turning a picture keeps boxes tight.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Boxes = NDArray[np.float32]
Generator = np.random.Generator

SMALLEST_FACE = 9.0
LEAST_VISIBLE = 0.45
NO_BOXES: Boxes = np.zeros((0, 4), np.float32)


@dataclass(frozen=True)
class Scene:
    """Grey u8 [S,S], boxes of the faces to find [N,4] and of those to ignore [K,4], xyxy."""

    pixels: Pixels
    faces: Boxes
    ignored: Boxes


def area(boxes: Boxes) -> NDArray[np.float32]:
    """Areas of [N,4] boxes; 0 for empty ones."""
    sides = np.clip(boxes[:, 2:] - boxes[:, :2], 0, None)
    return np.asarray(sides.prod(1), np.float32)


def overlap(boxes: Boxes, other: Boxes) -> NDArray[np.float32]:
    """Intersection of each of [N,4] with one box [4], as a share of the former's area."""
    corners = np.concatenate(
        [np.maximum(boxes[:, :2], other[:2]), np.minimum(boxes[:, 2:], other[2:])], 1
    )
    return np.asarray(area(corners) / np.maximum(area(boxes), 1e-6), np.float32)


def iou_matrix(boxes: Boxes, other: Boxes) -> Boxes:
    """IoU of every one of xyxy boxes [N,4] with every other [M,4]: float32 [N,M]."""
    corner = np.maximum(boxes[:, None, :2], other[None, :, :2])
    end = np.minimum(boxes[:, None, 2:], other[None, :, 2:])
    shared = np.clip(end - corner, 0, None).prod(-1)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(1)[:, None] + (other[:, 2:] - other[:, :2]).prod(1)
    return np.asarray(shared / np.maximum(areas - shared, 1e-9), np.float32)


def turned(boxes: Boxes, matrix: NDArray[np.float64]) -> Boxes:
    """Boxes [N,4] under an affine map [2,3] (rotation, scale, flip): bounds of their ellipses."""
    if not len(boxes):
        return NO_BOXES
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2 @ matrix[:, :2].T + matrix[:, 2]
    halves = (boxes[:, 2:] - boxes[:, :2]) / 2
    reach = np.sqrt(halves**2 @ (matrix[:, :2] ** 2).T)
    return np.concatenate([centres - reach, centres + reach], 1).astype(np.float32)


def similarity(
    centre: tuple[float, float],
    target: tuple[float, float],
    scale: float,
    degrees: float,
    flip: bool,
) -> NDArray[np.float64]:
    """Affine [2,3] that scales, turns and perhaps mirrors about `centre`, moved to `target`."""
    matrix = cv2.getRotationMatrix2D((0.0, 0.0), degrees, scale)
    if flip:
        matrix[:, 0] *= -1
    matrix[:, 2] = np.asarray(target) - matrix[:, :2] @ np.asarray(centre)
    return np.asarray(matrix, np.float64)


def framed(pixels: Pixels, faces: Boxes, ignored: Boxes) -> Scene:
    """A scene with boxes cut at the frame; faces too small or mostly outside become ignored."""
    side = np.float32(pixels.shape[0])
    frame = np.array([0, 0, side, side], np.float32)
    everything = np.concatenate([faces, ignored])
    visible = overlap(everything, frame)
    cut = np.clip(everything, 0, side)
    longer = (cut[:, 2:] - cut[:, :2]).max(1, initial=0)
    good = (visible >= LEAST_VISIBLE) & (longer >= SMALLEST_FACE)
    good[len(faces) :] = False
    return Scene(pixels, cut[good], cut[~good & (visible > 0.02) & (longer > 0)])


def band(scene: Scene, across: int, down: int, fill: int) -> Scene:
    """The scene with columns from `across` and rows from `down` on filled, as a letterbox does."""
    pixels = scene.pixels.copy()
    pixels[down:], pixels[:, across:] = fill, fill
    window = np.array([0, 0, across, down], np.float32)
    shown = overlap(scene.faces, window)
    cut = np.minimum(scene.faces, window[[2, 3, 2, 3]])
    good = (shown >= LEAST_VISIBLE) & ((cut[:, 2:] - cut[:, :2]).max(1, initial=0) >= SMALLEST_FACE)
    rest = np.minimum(scene.ignored, window[[2, 3, 2, 3]])
    return Scene(pixels, cut[good], np.concatenate([cut[~good & (shown > 0)], rest]))
