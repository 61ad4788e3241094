"""Pictures for tests, drawn on the spot, and the one photograph that ships with them."""

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

ASTRONAUT = Path(__file__).parent / "data" / "astronaut.png"


def gradient(width: int = 96, height: int = 64) -> Image.Image:
    """Red grows to the right, green downwards."""
    red = np.tile(np.linspace(0, 255, width), (height, 1))
    green = np.tile(np.linspace(0, 255, height)[:, None], (1, width))
    return Image.fromarray(np.dstack([red, green, np.full_like(red, 40)]).astype(np.uint8))


def encoded(image: Image.Image, file_format: str = "JPEG", **options: Any) -> bytes:
    """The bytes of a picture file."""
    buffer = BytesIO()
    image.save(buffer, file_format, **options)
    return buffer.getvalue()


def png_declaring(width: int, height: int) -> bytes:
    """A small PNG whose header declares another size than its data has."""
    import struct
    import zlib

    body = bytearray(encoded(gradient(), "PNG"))
    body[16:24] = struct.pack(">II", width, height)
    body[29:33] = struct.pack(">I", zlib.crc32(body[12:29]))
    return bytes(body)
