"""Measures how to cut a face so that it lies in the crop as FER2013's faces lie in their frames.

    FER2013 pictures, upscaled, edges repeated ─┐           eyes and mouth in the frame ─┐
    WIDER FACE pictures ────────────────────────┴─> YuNet ─> eyes and mouth in the box ──┴─> crop

FER2013 was cut with another detector's boxes, so boxes cannot be compared; eyes and mouths can.
`python -m training.expression.framing`
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training.data_root import CACHE_DIR, data_root
from training.datasets import fer2013
from training.datasets.teacher import TEACHER_WEIGHTS

SAMPLE = 1500
VIEW_SIDE = 192
BORDER = 64
MINIMUM_SIDE = 40
MINIMUM_SCORE = 0.85


def detect(weights: Path, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """YuNet's rows [faces, 15]: box x y w h, five landmarks x y (eyes, nose, mouth), score."""
    height, width = picture.shape[:2]
    detector = cv2.FaceDetectorYN.create(str(weights), "", (width, height), MINIMUM_SCORE)
    _, rows = detector.detect(picture)
    return np.empty((0, 15), np.float32) if rows is None else np.asarray(rows, np.float32)


def placement(rows: NDArray[np.float32], squares: NDArray[np.float32]) -> tuple[float, float]:
    """Median place of the features in squares [n, 3] (centre x, centre y, side).

    Returns the distance from eyes to mouth, and how far the point halfway between lies below the
    centre, both in sides.
    """
    eyes, mouth = (
        (rows[:, [4, 5]] + rows[:, [6, 7]]) / 2,
        (rows[:, [10, 11]] + rows[:, [12, 13]]) / 2,
    )
    distance = np.linalg.norm(mouth - eyes, axis=1) / squares[:, 2]
    below = ((eyes + mouth)[:, 1] / 2 - squares[:, 1]) / squares[:, 2]
    return float(np.median(distance)), float(np.median(below))


def fer2013_placement(weights: Path) -> tuple[float, float]:
    """Placement in FER2013's frames, on a sample of the training split."""
    faces = fer2013.load(data_root(), CACHE_DIR)
    images = faces.images[faces.split == "train"]
    chosen = np.random.default_rng(0).choice(len(images), SAMPLE, replace=False)
    found = [detect(weights, _enlarged(image)) for image in images[chosen]]
    rows = np.stack([rows[(rows[:, 2] * rows[:, 3]).argmax()] for rows in found if len(rows)])
    centre = BORDER + VIEW_SIDE / 2
    return placement(
        rows, np.tile(np.array([centre, centre, VIEW_SIDE], np.float32), (len(rows), 1))
    )


def picture_placement(weights: Path) -> tuple[float, float]:
    """Placement in squares on the detector's boxes, in pictures that were not cut to a face."""
    paths = sorted((data_root() / "detection" / "images").iterdir())
    rows = np.concatenate(
        [detect(weights, np.asarray(cv2.imread(str(path)), np.uint8)) for path in paths]
    )
    side = rows[:, 2:4].max(axis=1)
    centre = rows[:, :2] + rows[:, 2:4] / 2
    large = side >= MINIMUM_SIDE
    return placement(rows[large], np.column_stack([centre, side])[large])


def _enlarged(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    view = cv2.resize(image, (VIEW_SIDE, VIEW_SIDE), interpolation=cv2.INTER_CUBIC)
    view = cv2.copyMakeBorder(view, BORDER, BORDER, BORDER, BORDER, cv2.BORDER_REPLICATE)
    return np.asarray(cv2.cvtColor(view, cv2.COLOR_GRAY2BGR), np.uint8)


def main() -> None:
    """Print the two numbers that the manifest holds."""
    weights = data_root() / TEACHER_WEIGHTS
    distance, below = fer2013_placement(weights)
    box_distance, box_below = picture_placement(weights)
    scale = box_distance / distance
    print(f"crop_scale   {scale:.3f}")
    print(f"crop_shift_y {box_below / scale - below:.3f}")


if __name__ == "__main__":
    main()
