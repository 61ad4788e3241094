"""Size and roll of faces in pictures that carry no boxes, as YuNet sees them.

picture u8 [48,48] -> repeated border -> enlarged -> YuNet: box, eyes -> longer side, roll
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

BORDER, VIEW_SIDE, CONFIDENCE = 8, 192, 0.6


def geometry(images: NDArray[np.uint8], weights: Path) -> NDArray[np.float64]:
    """Of grey pictures uint8 [n, side, side]: the face's longer side in their pixels and its roll
    in degrees, [n, 2]; NaN where YuNet finds no face. Raises FileNotFoundError without `weights`.
    """
    if not weights.exists():
        raise FileNotFoundError(f"no YuNet at {weights}: faces cannot be sliced by size and roll")
    detector = cv2.FaceDetectorYN.create(str(weights), "", (VIEW_SIDE, VIEW_SIDE), CONFIDENCE)
    return np.array([_of_one(detector, image) for image in images])


def _of_one(detector: cv2.FaceDetectorYN, image: NDArray[np.uint8]) -> tuple[float, float]:
    framed = cv2.copyMakeBorder(image, BORDER, BORDER, BORDER, BORDER, cv2.BORDER_REPLICATE)
    view = cv2.resize(framed, (VIEW_SIDE, VIEW_SIDE), interpolation=cv2.INTER_CUBIC)
    _, found = detector.detect(cv2.cvtColor(view, cv2.COLOR_GRAY2BGR))
    if found is None:
        return float("nan"), float("nan")
    surest = np.asarray(found)[np.asarray(found)[:, -1].argmax()]
    side = surest[2:4].max() * framed.shape[0] / VIEW_SIDE
    eyes_x, eyes_y = surest[6] - surest[4], surest[7] - surest[5]
    return float(side), float(np.degrees(np.arctan2(eyes_y, eyes_x)))
