"""The pictures that every benchmark sends: one face each, the same on every machine.

    tests/data/astronaut.png --scale, place--> 16 frames of about 640x480 --JPEG--> bytes

Around the portrait its edge pixels are repeated, which shows no second face.
"""

from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

SOURCE = Path(__file__).resolve().parent.parent / "tests" / "data" / "astronaut.png"
COUNT = 16

_FACE_CENTRE = (223.0, 115.0)
_FACE_HEIGHT = 125.0
_SIZES = ((640, 480), (640, 360), (600, 450), (480, 640))
_FACE_SHARES = (0.28, 0.36, 0.44, 0.52)
_PLACES = ((0.5, 0.45), (0.4, 0.4), (0.6, 0.5), (0.45, 0.55))
_QUALITY = 90


@cache
def jpegs() -> tuple[bytes, ...]:
    """COUNT different JPEG files; the face's height is 0.28 to 0.52 of the picture's."""
    portrait = cv2.imread(str(SOURCE), cv2.IMREAD_COLOR)
    if portrait is None:
        raise FileNotFoundError(SOURCE)
    return tuple(_jpeg(_scene(np.asarray(portrait, np.uint8), index)) for index in range(COUNT))


def _scene(portrait: NDArray[np.uint8], index: int) -> NDArray[np.uint8]:
    width, height = _SIZES[index % 4]
    scale = _FACE_SHARES[index // 4] * min(width, height) / _FACE_HEIGHT
    place_x, place_y = _PLACES[(index + index // 4) % 4]
    shift_x = place_x * width - scale * _FACE_CENTRE[0]
    shift_y = place_y * height - scale * _FACE_CENTRE[1]
    move = np.array([[scale, 0, shift_x], [0, scale, shift_y]], np.float64)
    scene = cv2.warpAffine(portrait, move, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(scene, np.uint8)


def _jpeg(frame: NDArray[np.uint8]) -> bytes:
    encoded = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1]
    return bytes(encoded.tobytes())
