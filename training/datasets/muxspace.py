"""muxspace/facial_expressions: press photographs and film stills, a second source of faces.

Split by person, so that the held-out part holds no face that training has seen.
"""

import csv
import io
import re
import tarfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mien.taxonomy import LABELS
from training.datasets.fer2013 import SIDE

ARCHIVE = "muxspace112.tar.xz"
HELD_OUT_PERCENT = 40


@dataclass(frozen=True)
class Muxspace:
    """Faces of one part of the persons."""

    images: NDArray[np.uint8]  # [n, 48, 48] grey
    labels: NDArray[np.int64]  # [n] index into LABELS


def person_of(file_name: str) -> str:
    """`Tony_Blair_0012.jpg` -> `Tony_Blair`; a still without a name is a person of its own."""
    stem = Path(file_name).stem
    named = re.fullmatch(r"([A-Za-z][A-Za-z_.'-]*?)_\d+", stem)
    return named.group(1) if named else stem


def is_held_out(file_name: str) -> bool:
    """Whether this file's person belongs to the held-out part."""
    return zlib.crc32(person_of(file_name).encode()) % 100 < HELD_OUT_PERCENT


def load(root: Path, cache_dir: Path, *, held_out: bool) -> Muxspace:
    """The held-out or the training part; resized copies are kept in `cache_dir`."""
    cache = cache_dir / "muxspace.npz"
    if not cache.exists():
        cache.parent.mkdir(parents=True, exist_ok=True)
        images, labels, names = _read_archive(root / ARCHIVE)
        np.savez(cache, images=images, labels=labels, names=names)
    with np.load(cache) as stored:
        part = np.array([is_held_out(name) == held_out for name in stored["names"]])
        return Muxspace(stored["images"][part], stored["labels"][part])


def _read_archive(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.str_]]:
    with tarfile.open(path) as archive:
        members = [(member.name, archive.extractfile(member)) for member in archive]
        content = {Path(name).name: file.read() for name, file in members if file is not None}
    rows = list(csv.DictReader(io.StringIO(content["labels.csv"].decode())))
    rows = [row for row in rows if row["label"] in LABELS]
    images = np.stack([_decode(content[row["image"]]) for row in rows])
    labels = np.array([LABELS.index(row["label"]) for row in rows])
    return images, labels, np.array([row["image"] for row in rows])


def _decode(jpeg: bytes) -> NDArray[np.uint8]:
    picture = np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE))
    return np.asarray(cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)
