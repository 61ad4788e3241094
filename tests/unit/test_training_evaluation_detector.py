"""Curves and slices of a detector, with one that sees bright ellipses as faces."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from training.datasets.wider import AnnotatedPicture, is_development
from training.detector.scoring import found_faces
from training.evaluation import detector_robustness
from training.evaluation.detector_robustness import (
    HELD_OUT,
    WHOLE,
    detector_curves,
    detector_slices,
    robustness_figures,
)


class EllipseDetector:
    """Finds what is brighter than 100."""

    name = "ellipses"

    def __call__(self, frame: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        bright = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY) > 100
        _, _, stats, _ = cv2.connectedComponentsWithStats(bright.astype(np.uint8))
        x, y, width, height, _ = stats[1:].T.astype(np.float32)
        boxes = np.stack([x, y, x + width, y + height], axis=1)
        return boxes, np.ones(len(boxes), np.float32)


@pytest.fixture
def pictures(tmp_path: Path) -> list[AnnotatedPicture]:
    """One of each half, each with a big bright face and a small dim one."""
    pixels = np.zeros((150, 200, 3), np.uint8)
    cv2.ellipse(pixels, (95, 80), (22, 30), 0, 0, 360, (230, 230, 230), -1)
    cv2.ellipse(pixels, (20, 20), (10, 12), 0, 0, 360, (60, 60, 60), -1)
    boxes = np.array([[73, 50, 118, 111], [10, 8, 31, 33]], np.float32)
    names = [f"picture_{index}.png" for index in range(20)]
    paths = [
        tmp_path / next(n for n in names if is_development(n) is half) for half in (True, False)
    ]
    for path in paths:
        cv2.imwrite(str(path), pixels)
    return [AnnotatedPicture(path, boxes) for path in paths]


def test_boxes_turn_and_shrink_with_their_pictures(pictures: list[AnnotatedPicture]) -> None:
    rotation, brightness, jpeg, scale = detector_curves(EllipseDetector(), pictures)
    for curve in (rotation, jpeg, scale):
        for line in (WHOLE, HELD_OUT):
            assert set(curve.lines[line]) == {1.0}
    assert brightness.share(WHOLE, 0.25) == 0.0
    assert robustness_figures([rotation, brightness, jpeg, scale]) == {
        "points_lost_rotation_20": 0,
        "points_lost_brightness_half": 0,
        "points_lost_jpeg_40": 0,
        "points_lost_half_size": 0,
    }


def test_faces_are_sliced_by_their_size(pictures: list[AnnotatedPicture]) -> None:
    by_size = {
        part.group: (part.count, part.right)
        for part in detector_slices(EllipseDetector(), pictures)
        if part.trait == "size"
    }
    assert by_size["16 to 24 px"] == (2, 0)
    assert by_size["40 to 80 px"] == (2, 2)
    assert set(by_size) == set(detector_robustness.BY_SIZE)


def test_each_face_is_found_or_not() -> None:
    faces = np.array([[0, 0, 10, 10], [20, 20, 30, 30]], np.float32)
    boxes = np.array([[21, 20, 30, 30], [60, 60, 70, 70]], np.float32)
    assert found_faces(boxes, np.ones(2, np.float32), faces).tolist() == [False, True]
    assert found_faces(boxes[:0], np.ones(0, np.float32), faces).tolist() == [False, False]
