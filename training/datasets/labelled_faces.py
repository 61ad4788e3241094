"""Labelled faces of any layout: the labels at once, the pictures when they are asked for.

annotation files ──> labels, votes, split, valence and arousal ─┐
picture files ──(decoded when asked)────────────────────────────┴─> LabelledFaces
                                          select ──> images u8 [n, 48, 48]
"""

import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from mien.taxonomy import LABELS
from training.datasets.fer2013 import SIDE

Decode = Callable[[NDArray[np.int64]], NDArray[np.uint8]]
Box = tuple[int, int, int, int]
OTHER = -1
WHOLE_PICTURE: Box = (0, 0, 0, 0)
HELD_BACK_PERCENT = 10


@dataclass(frozen=True)
class LabelledFaces:
    """Rows of a set of faces; `decode` takes `places` and returns grey pictures [n, 48, 48]."""

    labels: NDArray[np.int64]  # [n] index into LABELS, -1 for an expression that Mien lacks
    votes: NDArray[np.float32]  # [n, 7] answers in the order of LABELS
    raters: int  # people who looked at each face; one leaves a single vote
    split: NDArray[np.str_]  # [n] train, val, test
    valence_arousal: NDArray[np.float32]  # [n, 2] rated, in -1..1; NaN where nobody did
    places: NDArray[np.int64]  # [n] where `decode` finds the picture
    decode: Decode

    def __len__(self) -> int:
        return len(self.labels)

    def select(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> "LabelledFaces":
        """The rows picked by a mask or by indices; decodes nothing."""
        columns = ("labels", "votes", "split", "valence_arousal", "places")
        return replace(self, **{name: getattr(self, name)[rows] for name in columns})

    def images(self) -> NDArray[np.uint8]:
        """The pictures, grey u8 [n, 48, 48].

        Raises ValueError for a file that is not a picture.
        """
        return self.decode(self.places)

    def counts(self) -> dict[str, int]:
        """Faces of each label, and under `other` those whose expression Mien lacks."""
        counted = Counter(self.labels.tolist())
        named = {name: counted[index] for index, name in enumerate(LABELS)}
        return named | {"other": counted[OTHER]}


def labelled_once(
    labels: Sequence[int],
    split: Sequence[str],
    decode: Decode,
    valence_arousal: Sequence[tuple[float, float]] | None = None,
) -> LabelledFaces:
    """Faces to which one person gave one label each: an index into LABELS, or -1."""
    known = np.asarray(labels, np.int64)
    votes = np.zeros((len(known), len(LABELS)), np.float32)
    votes[known >= 0, known[known >= 0]] = 1.0
    rated = np.full((len(known), 2), np.nan) if valence_arousal is None else valence_arousal
    return LabelledFaces(
        labels=known,
        votes=votes,
        raters=1,
        split=np.asarray(split, np.str_),
        valence_arousal=np.asarray(rated, np.float32).reshape(-1, 2),
        places=np.arange(len(known)),
        decode=decode,
    )


def own_split(name: str, official: str | None = None) -> str:
    """A split that hangs on the name alone, for what a layout leaves open.

    A tenth of the `official` training part becomes `val`; where nothing is official, another
    tenth becomes `test`.
    """
    if official not in (None, "train"):
        return str(official)
    percent = zlib.crc32(name.encode()) % 100
    if percent < HELD_BACK_PERCENT:
        return "val"
    return "test" if official is None and percent < 2 * HELD_BACK_PERCENT else "train"


@dataclass(frozen=True)
class FaceFiles:
    """Picture files, and the part of each that is the face: x, y, width, height in pixels.

    Raises FileNotFoundError when one of the files is missing.
    """

    paths: Sequence[Path]
    boxes: Sequence[Box] | None = None

    def __post_init__(self) -> None:
        missing = [path for path in self.paths if not path.is_file()]
        if missing:
            raise FileNotFoundError(
                f"{len(missing)} of {len(self.paths)} pictures are missing, first {missing[0]}: "
                "unpack all of the set's pictures there"
            )

    def read(self, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Grey faces [n, 48, 48]; a bar shows when it takes long."""
        images = np.empty((len(rows), SIDE, SIDE), np.uint8)
        for image, row in zip(images, tqdm(rows, desc="Reading faces", delay=2), strict=True):
            image[:] = self._face(int(row))
        return images

    def _face(self, row: int) -> NDArray[np.uint8]:
        picture = cv2.imread(str(self.paths[row]), cv2.IMREAD_GRAYSCALE)
        if picture is None:
            raise ValueError(f"{self.paths[row]}: not a picture that OpenCV reads; replace it")
        x, y, width, height = self.boxes[row] if self.boxes else WHOLE_PICTURE
        left, top = max(x, 0), max(y, 0)
        face = picture[top : y + height, left : x + width] if width else picture
        if not face.size:
            raise ValueError(f"{self.paths[row]}: its face box lies outside the picture")
        smaller = min(face.shape[:2]) >= SIDE
        way = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(face, (SIDE, SIDE), interpolation=way), np.uint8)
