"""How well a face can be read, 0..1: what fusion and smoothing weigh a reading by.

crop, box, detector confidence ─> size x sharpness x confidence ─> face_quality
"""

import cv2

from mien.perception.expression import Crop
from mien.perception.face_detector import Face

FULL_SIDE = 48.0
"""Pixels of a box's longer side from which a face loses nothing by its size."""

WHITE = 255.0
SHARP = 0.35
"""Mean absolute Laplacian, in standard deviations of the crop's grey, of a face in focus."""


def face_quality(crop: Crop, face: Face) -> float:
    """0..1 from the size of the box in the frame, the crop's sharpness and the confidence."""
    x1, y1, x2, y2 = face.box
    size = min(1.0, max(x2 - x1, y2 - y1) / FULL_SIDE)
    return size * min(1.0, sharpness(crop) / SHARP) * face.confidence


def brightness(crop: Crop) -> float:
    """Mean grey of a crop, from 0 for black to 1 for white."""
    return cv2.mean(crop)[0] / WHITE


def sharpness(crop: Crop) -> float:
    """Mean absolute Laplacian of a grey crop in standard deviations; 0 for a plain one."""
    _, deviations = cv2.meanStdDev(crop)
    deviation = float(deviations[0, 0])
    if deviation < 1.0:
        return 0.0
    edges = cv2.Laplacian(crop, cv2.CV_16S)
    return cv2.norm(edges, cv2.NORM_L1) / crop.size / deviation
