"""Changes of a picture by a known strength, for robustness curves.

Pictures are uint8 [height, width] or [height, width, 3] and keep their size, except in `shrunk`.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
UNCOMPRESSED = 100


def turning(pixels: Pixels, degrees: float) -> NDArray[np.float64]:
    """The affine map [2, 3] that turns a picture counter-clockwise about its centre."""
    height, width = pixels.shape[:2]
    centre = ((width - 1) / 2, (height - 1) / 2)
    return np.asarray(cv2.getRotationMatrix2D(centre, degrees, 1.0), np.float64)


def rotated(pixels: Pixels, degrees: float) -> Pixels:
    """Turned counter-clockwise; beyond the old edge the nearest pixels are repeated."""
    size = (pixels.shape[1], pixels.shape[0])
    matrix = turning(pixels, degrees)
    return np.asarray(
        cv2.warpAffine(pixels, matrix, size, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def brightened(pixels: Pixels, factor: float) -> Pixels:
    """Every value times `factor`, rounded and clipped to 0..255."""
    return np.asarray(cv2.convertScaleAbs(pixels, alpha=factor), np.uint8)


def compressed(pixels: Pixels, quality: float) -> Pixels:
    """Through JPEG at `quality`, 1..99; untouched at UNCOMPRESSED."""
    if quality == UNCOMPRESSED:
        return pixels
    _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, round(quality)])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_UNCHANGED), np.uint8)


def shrunk(pixels: Pixels, longer_side: float) -> Pixels:
    """Scaled so that its longer side has `longer_side` pixels."""
    scale = longer_side / max(pixels.shape[:2])
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    filter_ = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, size, interpolation=filter_), np.uint8)
