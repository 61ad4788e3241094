"""Encoded pictures to upright grey arrays, within limits.

    bytes -> header (Pillow reads the declared size) -> limits -> pixels (OpenCV decodes)

The header comes first because decoding allocates whatever size a file declares: a few hundred
bytes of PNG can ask for gigabytes. Large pictures are decoded at a half, a quarter or an eighth of
their size: the models look at a few hundred pixels, JPEG decodes that much faster, and a queue of
pictures stays small in memory. Both models look at grey, which a JPEG yields in well under half the
time that its colours take.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mien.errors import EmptyBody, ImageTooLarge, ImageTooSmall, InvalidBase64, UndecodableImage
from mien.settings import Settings

Frame = NDArray[np.uint8]
"""An upright picture: uint8 [height, width] grey, or [height, width, 3] BGR."""

ENOUGH_PIXELS = 1280
"""The longer side, in pixels, that a reduced picture keeps at least."""

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_REDUCED = {
    2: cv2.IMREAD_REDUCED_GRAYSCALE_2,
    4: cv2.IMREAD_REDUCED_GRAYSCALE_4,
    8: cv2.IMREAD_REDUCED_GRAYSCALE_8,
}
_DATA_URL = re.compile(r"data:[^,]{0,200},")

# Undecodable uploads are answered to the client; OpenCV would log each of them as well.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


@dataclass(frozen=True, slots=True)
class ImageLimits:
    """Largest and smallest pictures taken, in pixels."""

    max_pixels: int
    max_side: int
    min_side: int

    @classmethod
    def of(cls, settings: Settings) -> "ImageLimits":
        return cls(settings.max_image_pixels, settings.max_image_side, settings.min_image_side)

    def check(self, width: int, height: int) -> None:
        """Raise ImageTooLarge or ImageTooSmall for a declared size outside the limits."""
        size = f"the picture is {width}x{height} pixels"
        if max(width, height) > self.max_side:
            raise ImageTooLarge(f"{size}; the longest side taken is {self.max_side}")
        if width * height > self.max_pixels:
            raise ImageTooLarge(f"{size}; the most pixels taken are {self.max_pixels}")
        if min(width, height) < self.min_side:
            raise ImageTooSmall(f"{size}; the shortest side taken is {self.min_side}")


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture: its grey frame, and the upright size in pixels that its file declares."""

    frame: Frame
    width: int
    height: int

    @property
    def scale(self) -> float:
        """Pixels of the file a pixel of the frame."""
        longer_side: int = max(self.frame.shape[:2])
        return max(self.width, self.height) / longer_side


def decode_image(data: bytes, limits: ImageLimits) -> Picture:
    """Decode JPEG, PNG, WebP, GIF or BMP bytes; of an animation, the first picture.

    EXIF orientation is applied, every depth and colour mode becomes 8-bit grey, and transparency
    is dropped.

    Raises EmptyBody, UndecodableImage, ImageTooLarge, ImageTooSmall.
    """
    if not data:
        raise EmptyBody("the picture has no bytes")
    width, height = _declared_size(data)
    limits.check(width, height)
    frame = _decode(data, _reduction(max(width, height)))
    upright_is_declared = (frame.shape[1] > frame.shape[0]) == (width > height)
    return Picture(frame, *((width, height) if upright_is_declared else (height, width)))


def _reduction(longer_side: int) -> int:
    return max((k for k in _REDUCED if longer_side >= k * ENOUGH_PIXELS), default=1)


def _decode(data: bytes, reduction: int) -> Frame:
    try:
        frame = cv2.imdecode(
            np.frombuffer(data, np.uint8), _REDUCED.get(reduction, cv2.IMREAD_GRAYSCALE)
        )
    except cv2.error as error:
        raise UndecodableImage("the picture's data is damaged") from error
    if frame is None:
        raise UndecodableImage("the picture's data is damaged or cut short")
    return np.asarray(frame, np.uint8)


def grey(frame: Frame) -> Frame:
    """A BGR or grey frame as uint8 [height, width] (ITU-R BT.601 luma)."""
    return (
        frame if frame.ndim == 2 else np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), np.uint8)
    )


def _declared_size(data: bytes) -> tuple[int, int]:
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as header:
            return header.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageTooLarge("the picture declares more pixels than any limit allows") from error
    except Exception as error:  # Pillow's parsers raise many types on damaged headers
        raise UndecodableImage(
            f"the {len(data)} bytes do not begin like a {', '.join(FORMATS)} file"
        ) from error


def decode_base64(text: str) -> bytes:
    """The bytes behind standard or URL-safe base64, with or without a data-URL prefix.

    Raises InvalidBase64.
    """
    prefix = _DATA_URL.match(text)
    encoded = "".join(text[prefix.end() if prefix else 0 :].split())
    encoded = encoded.translate(str.maketrans("-_", "+/"))
    encoded += "=" * (-len(encoded) % 4)
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidBase64(f"the picture is not base64: {error}") from error
