"""Cartoon faces, one grimace for each of the seven labels.

label, random generator ─> head, eyes, brows and mouth ─> grey u8 [side, side]
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mien.taxonomy import LABELS
from training.datasets.fer2013 import RATERS, SIDE, FerPlus
from training.datasets.scene import Generator, Pixels

CANVAS = 192
HEAD = (96, 96, 72, 88)
"""Centre x and y and the two half axes of the head on the canvas, in pixels."""


@dataclass(frozen=True)
class Grimace:
    """Mouth: half width, half height, bend (up is positive); eyes: height; brows: slant."""

    width: int
    height: int
    bend: int
    eyes: int
    brows: int


GRIMACES = dict(
    zip(
        LABELS,
        (
            Grimace(30, 3, -6, 8, 14),
            Grimace(18, 3, -26, 4, 6),
            Grimace(34, 16, -6, 20, -16),
            Grimace(36, 12, 22, 10, 0),
            Grimace(24, 3, -18, 8, -16),
            Grimace(16, 28, 0, 20, 0),
            Grimace(26, 3, 0, 10, 0),
        ),
        strict=True,
    )
)


def drawn_face(label: str, rng: Generator, side: int = SIDE) -> Pixels:
    """A face that fills its frame, in random tones, slightly off its place."""
    tones = rng.integers(0, 256, 2).astype(int).tolist()
    skin, ink = max(tones) // 2 + 128, min(tones) // 4
    canvas = np.full((CANVAS, CANVAS), rng.integers(0, 200), np.uint8)
    x, y, *axes = HEAD
    cv2.ellipse(canvas, (x, y), (axes[0], axes[1]), 0, 0, 360, skin, -1)
    _draw_features(canvas, GRIMACES[label], ink)
    shift = np.array([[1, 0, rng.normal(0, 5)], [0, 1, rng.normal(0, 5)]])
    moved = cv2.warpAffine(canvas, shift, (CANVAS, CANVAS), borderMode=cv2.BORDER_REPLICATE)
    noisy = moved + rng.normal(0, 6, moved.shape)
    shrunk = cv2.resize(noisy.clip(0, 255), (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(shrunk, np.uint8)


def _draw_features(canvas: Pixels, face: Grimace, ink: int) -> None:
    for sign in (-1, 1):
        eye = (96 + sign * 30, 74)
        cv2.ellipse(canvas, eye, (13, face.eyes), 0, 0, 360, ink, -1)
        inner, outer = (96 + sign * 14, 52 + face.brows), (96 + sign * 46, 52 - face.brows // 2)
        cv2.line(canvas, inner, outer, ink, 6)
    along = np.linspace(-1, 1, 17)
    middle = 140 + face.bend * (0.5 - along**2)
    half = np.maximum(face.height * np.sqrt(1 - along**2), 2)
    upper = np.column_stack([96 + face.width * along, middle - half])
    lower = np.column_stack([96 + face.width * along, middle + half])[::-1]
    cv2.fillPoly(canvas, [np.concatenate([upper, lower]).astype(np.int32)], ink)


def drawn_set(per_label: int, split: str, seed: int) -> FerPlus:
    """A labelled set as FER2013's reader gives it; all ten raters agree."""
    rng = np.random.default_rng(seed)
    labels: NDArray[np.int64] = rng.permutation(np.repeat(np.arange(len(LABELS)), per_label))
    votes = RATERS * np.eye(len(LABELS), dtype=np.float32)[labels]
    return FerPlus(
        images=np.stack([drawn_face(LABELS[label], rng) for label in labels]),
        split=np.full(len(labels), split),
        labels=labels,
        votes=votes,
        dup_group=np.arange(len(labels)),
        leak=np.zeros(len(labels), bool),
        ambiguous=np.zeros(len(labels), bool),
    )
