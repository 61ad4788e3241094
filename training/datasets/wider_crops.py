"""Zoomed, turned and re-lit cuts of the development pictures, with all their faces.

    BGR picture pyramid -> one affine warp to [S,S,3] -> random mix of the channels -> grey scene

Few pictures have to go a long way: a cut brings one chosen face to a random size and place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from training.datasets.scene import (
    Boxes,
    Generator,
    Pixels,
    Scene,
    framed,
    similarity,
    turned,
)
from training.datasets.wider import AnnotatedPicture, read_picture

Judge = Callable[[Pixels, Boxes], NDArray[np.bool_]]
LUMA = np.array([0.114, 0.587, 0.299])
GREATEST_ZOOM = 4.0
SMALLEST_SUBJECT = 10.0
KEPT = 256


@dataclass(frozen=True)
class _Source:
    path: Path
    faces: Boxes
    ignored: Boxes
    weights: np.ndarray

    @property
    def levels(self) -> tuple[Pixels, Pixels]:
        """The picture in full and halved, u8 [H,W,3]."""
        return _levels(self.path)


class WiderCrops:
    """Random cuts of annotated pictures. Keeps the last 256 decoded, halved once, in memory."""

    def __init__(self, pictures: Sequence[AnnotatedPicture], clear: Judge) -> None:
        """`clear` says which boxes of a picture are examples; the others are ignored."""
        bar = tqdm(pictures, desc="Judging faces", delay=10)
        self._sources = [_source(picture, clear) for picture in bar]

    def scene(self, side: int, rng: Generator) -> Scene:
        """A cut, grey [side,side]; a third show the whole picture, the others a face."""
        source = self._sources[int(rng.integers(len(self._sources)))]
        matrix = _zoom(source, side, rng) if rng.random() < 0.7 else _whole(source, side, rng)
        pixels = _warped(source, matrix, side, rng)
        weights = np.clip(LUMA + rng.normal(0, 0.12, 3), 0, None)
        grey = cv2.transform(pixels, (weights / weights.sum()).reshape(1, 3))
        return framed(
            np.asarray(grey, np.uint8), turned(source.faces, matrix), turned(source.ignored, matrix)
        )


def _source(picture: AnnotatedPicture, clear: Judge) -> _Source:
    example = clear(_levels(picture.path)[0], picture.boxes)
    faces = picture.boxes[example]
    ignored = np.concatenate([picture.boxes[~example], picture.ignored])
    sides = (faces[:, 2:] - faces[:, :2]).max(1, initial=0)
    weights = np.where(sides >= SMALLEST_SUBJECT, sides, 0.0)
    return _Source(picture.path, faces, ignored, weights / max(weights.sum(), 1e-9))


@lru_cache(KEPT)
def _levels(path: Path) -> tuple[Pixels, Pixels]:
    full = read_picture(path)
    size = (full.shape[1] // 2, full.shape[0] // 2)
    return full, np.asarray(cv2.resize(full, size, interpolation=cv2.INTER_AREA), np.uint8)


def _zoom(source: _Source, side: int, rng: Generator) -> np.ndarray:
    if not source.weights.any():
        return _whole(source, side, rng)
    box = source.faces[rng.choice(len(source.faces), p=source.weights)]
    wanted = np.exp(rng.uniform(np.log(12), np.log(0.9 * side)))
    scale = float(np.clip(wanted / (box[2:] - box[:2]).max(), side / 1600, GREATEST_ZOOM))
    x, y = rng.uniform(0.1, 0.9, 2) * side
    return _turn(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), (x, y), scale, rng)


def _whole(source: _Source, side: int, rng: Generator) -> np.ndarray:
    height, width = source.levels[0].shape[:2]
    scale = side / max(height, width) * rng.uniform(0.8, 1.5)
    x, y = side / 2 + rng.normal(0, 0.12, 2) * side
    return _turn((width / 2, height / 2), (x, y), scale, rng)


def _turn(
    centre: tuple[float, float], target: tuple[float, float], scale: float, rng: Generator
) -> np.ndarray:
    degrees = rng.normal(0, 13) if rng.random() < 0.6 else 0.0
    return similarity(centre, target, scale, degrees, bool(rng.random() < 0.5))


def _warped(source: _Source, matrix: np.ndarray, side: int, rng: Generator) -> Pixels:
    scale = float(np.hypot(*matrix[:, 0]))
    level = 1 if scale < 0.75 and rng.random() < 0.9 else 0
    adjusted = matrix.copy()
    adjusted[:, :2] *= 2.0**level
    fill = 114 if rng.random() < 0.5 else int(rng.integers(256))
    border = cv2.BORDER_CONSTANT if rng.random() < 0.8 else cv2.BORDER_REPLICATE
    return np.asarray(
        cv2.warpAffine(
            source.levels[level],
            adjusted,
            (side, side),
            flags=cv2.INTER_LINEAR,
            borderMode=border,
            borderValue=(fill, fill, fill),
        ),
        np.uint8,
    )
