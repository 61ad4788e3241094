"""Seeded bad uploads: damaged pictures, and damaged forms around them.

    valid JPEG, PNG, WebP, GIF, BMP --damage--> bytes --wrap--> body and content type

The HTTP framing stays intact: what is tested is the gateway's own reading, not the server's.
"""

import base64
import random
import struct
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from benchmarks.load import post
from benchmarks.pictures import jpegs

Damage = Callable[[random.Random, bytes], bytes]

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_SIDE = 160
_PICTURE_TYPES = ("image", "image/jpeg", "image/webp", "application/octet-stream", "")
_WRONG_TYPES = (
    "image/svg+xml",
    "text/plain",
    "video/mp4",
    "application/json",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "x" * 300,
    "image/jpeg; charset=\xff\xfe",
    ";;;=",
)
_PATHS = ("/predict", "/predict", "/predict/batch")
_BROKEN_JSON = (
    b"{",
    b"[]",
    b"null",
    b'"image"',
    b'{"image": 7}',
    b'{"image": null}',
    b'{"image": {"image": "aGk="}}',
    b'{"image": ["aGk="]}',
    b'{"image": ""}',
    b'{"image": "\\ud800"}',
    b'{"picture": "aGk="}',
    b'{"image": "data:image/png;base64,"}',
    b'{"image": NaN}',
    b"[" * 100_000,
    b'{"image": ' + b"9" * 5_000 + b"}",
    b"\xff\xfe\x00",
)


def valid_files() -> list[bytes]:
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


def bad_request(rng: random.Random, files: Sequence[bytes]) -> bytes:
    """One request that is damaged somewhere, or everywhere."""
    picture = rng.choice(_DAMAGES)(rng, rng.choice(files))
    body, media_type = rng.choice(_WRAPPERS)(rng, picture)
    structured = media_type.startswith(("multipart/", "application/json"))
    return post(rng.choice(_PATHS) if structured else "/predict", body, media_type)


def _flip_bits(rng: random.Random, data: bytes) -> bytes:
    damaged = bytearray(data)
    for _ in range(rng.randint(1, 64)):
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
    return bytes(damaged)


def _truncate(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def _splice(rng: random.Random, data: bytes) -> bytes:
    start, end = sorted(rng.sample(range(len(data)), 2))
    other = rng.choice(jpegs())
    return data[:start] + other[: rng.randrange(2000)] + data[end:]


def _damage_header(rng: random.Random, data: bytes) -> bytes:
    length = rng.randint(1, 64)
    return rng.randbytes(length) + data[length:]


def _random_bytes(rng: random.Random, data: bytes) -> bytes:
    return rng.randbytes(rng.randrange(4096))


def _declare_huge(rng: random.Random, data: bytes) -> bytes:
    """Rewrite the declared size, wherever this format keeps it."""
    width, height = (rng.choice((0, 1, 4000, 16384, 65535, 2**31 - 1, 2**32 - 1)) for _ in "wh")
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


_DAMAGES: tuple[Damage, ...] = (
    _flip_bits,
    _truncate,
    _splice,
    _damage_header,
    _random_bytes,
    _declare_huge,
)


def _raw(rng: random.Random, picture: bytes) -> tuple[bytes, str]:
    return picture, rng.choice(_PICTURE_TYPES)


def _mislabelled(rng: random.Random, picture: bytes) -> tuple[bytes, str]:
    return picture, rng.choice(_WRONG_TYPES)


def _multipart(rng: random.Random, picture: bytes) -> tuple[bytes, str]:
    name = rng.choice(("image", "images", "picture", "", 'i"m'))
    head = f'Content-Disposition: form-data; name="{name}"; filename="a.jpg"\r\n\r\n'.encode()
    body = b"--limit\r\n" + head + picture + b"\r\n--limit--\r\n"
    damage = rng.choice((_flip_head, _truncate, _flip_bits, _damage_header, _keep))
    boundary = rng.choice(("limit", "limit", "limi", "other", ""))
    return damage(rng, body), f"multipart/form-data; boundary={boundary}"


def _json(rng: random.Random, picture: bytes) -> tuple[bytes, str]:
    text = base64.b64encode(picture)
    damage = rng.choice((_flip_bits, _truncate, _keep)) if text else _keep
    prefix = rng.choice((b"", b"data:image/png;base64,", b"data:;,", b"data:"))
    return b'{"image": "' + prefix + damage(rng, text) + b'"}', "application/json"


def _broken_json(rng: random.Random, picture: bytes) -> tuple[bytes, str]:
    return rng.choice(_BROKEN_JSON), "application/json"


def _keep(rng: random.Random, data: bytes) -> bytes:
    return data


def _flip_head(rng: random.Random, data: bytes) -> bytes:
    return _flip_bits(rng, data[:90]) + data[90:]


_WRAPPERS = (_raw, _raw, _raw, _raw, _mislabelled, _multipart, _multipart, _json, _broken_json)
