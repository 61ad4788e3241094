"""Seeded bad pictures: JPEG, PNG, WebP, GIF and BMP files, damaged or with a rewritten size."""

import random
import struct
import zlib
from collections.abc import Sequence
from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from benchmarks.mutations import damaged
from benchmarks.mutations_forms import Form
from benchmarks.pictures import jpegs

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_SIDE = 160
_SIZES = (0, 1, 4000, 16384, 65535, 2**31 - 1, 2**32 - 1)
_FORM = Form(
    paths=("/predict",),
    structured=("/predict", "/predict", "/predict/batch"),
    fields=("image", "images"),
    types=("image", "image/jpeg", "image/webp", "application/octet-stream", ""),
)


def valid_pictures() -> list[bytes]:
    """One small picture in every format that the gateway takes."""
    frame = cv2.imdecode(np.frombuffer(jpegs()[0], np.uint8), cv2.IMREAD_COLOR)
    assert frame is not None
    small = cv2.cvtColor(cv2.resize(frame, (_SIDE, _SIDE)), cv2.COLOR_BGR2RGB)
    files = []
    for format_ in _FORMATS:
        buffer = BytesIO()
        Image.fromarray(np.asarray(small, np.uint8)).save(buffer, format_)
        files.append(buffer.getvalue())
    return files


def bad_picture(rng: random.Random, files: Sequence[bytes]) -> bytes:
    """One request that is damaged somewhere, or everywhere."""
    return _FORM.request(rng, damaged(rng, rng.choice(files), _declare_huge, _splice))


def _splice(rng: random.Random, data: bytes) -> bytes:
    start, end = sorted(rng.sample(range(len(data)), 2))
    return data[:start] + rng.choice(jpegs())[: rng.randrange(2000)] + data[end:]


def _declare_huge(rng: random.Random, data: bytes) -> bytes:
    """Rewrite the declared size, wherever this format keeps it."""
    width, height = (rng.choice(_SIZES) for _ in "wh")
    if data.startswith(b"\x89PNG"):
        header = b"IHDR" + struct.pack(">II", width, height) + data[24:29]
        return data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]
    if data.startswith(b"BM"):
        return data[:18] + struct.pack("<II", width, height) + data[26:]
    width, height = width & 0xFFFF, height & 0xFFFF
    if data.startswith(b"GIF"):
        return data[:6] + struct.pack("<HH", width, height) + data[10:]
    if data.startswith(b"RIFF"):
        return data[:26] + struct.pack("<HH", width & 0x3FFF, height & 0x3FFF) + data[30:]
    frame = data.find(b"\xff\xc0")
    return data[: frame + 5] + struct.pack(">HH", height, width) + data[frame + 9 :]
