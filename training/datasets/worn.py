"""What people wear and hold before their faces, drawn onto crops before they are pasted.

    patch ─> dark glasses | hat, helmet or fringe | something before mouth or cheek ─> patch

Detection data is full of it, and crops that were gathered for their expressions are not.
"""

import cv2
import numpy as np

from training.datasets.pasted_faces import Patch
from training.datasets.scene import Generator, Pixels

GLASSES, HEADGEAR, BEFORE_MOUTH = 0.07, 0.12, 0.05
EYES, BROW = 0.40, 0.24
"""Heights of the eyes and of the brow in a face's box, from its upper edge."""


def worn(patch: Patch, rng: Generator) -> Patch:
    """The patch with, one time in five, something worn; its box stays that of the face."""
    drawings = ((_glasses, GLASSES), (_headgear, HEADGEAR), (_before_mouth, BEFORE_MOUTH))
    chosen = [draw for draw, share in drawings if rng.random() < share]
    if not chosen:
        return patch
    pixels = patch.pixels.copy()
    for draw in chosen:
        draw(pixels, patch, rng)
    return Patch(pixels, patch.box, patch.mask)


def _at(patch: Patch, across: float, down: float) -> tuple[int, int]:
    """A point of the box, given in shares of its sides, in crop pixels."""
    x1, y1, x2, y2 = patch.box.tolist()
    return round(x1 + across * (x2 - x1)), round(y1 + down * (y2 - y1))


def _glasses(pixels: Pixels, patch: Patch, rng: Generator) -> None:
    width = patch.box[2] - patch.box[0]
    size = (int(width * rng.uniform(0.13, 0.2)), int(width * rng.uniform(0.09, 0.16)))
    tone = int(rng.integers(0, 70))
    height = EYES + rng.normal(0, 0.02)
    left, right = _at(patch, 0.31, height), _at(patch, 0.69, height)
    cv2.line(pixels, _at(patch, 0.02, height - 0.03), _at(patch, 0.98, height - 0.03), tone, 1)
    for centre in (left, right):
        cv2.ellipse(pixels, centre, size, 0, 0, 360, tone, -1, cv2.LINE_AA)
        glint = int(rng.integers(tone, 200)) if rng.random() < 0.4 else tone
        cv2.circle(pixels, (centre[0] - size[0] // 3, centre[1] - size[1] // 3), 1, glint, -1)


def _headgear(pixels: Pixels, patch: Patch, rng: Generator) -> None:
    tone = int(rng.integers(0, 256))
    edge = BROW + rng.normal(0, 0.05)
    tilt = rng.normal(0, 0.04)
    top, reach = rng.uniform(-0.5, -0.2), rng.uniform(0.02, 0.2)
    outline = [
        _at(patch, -reach, edge - tilt),
        _at(patch, 0.1, top),
        _at(patch, 0.9, top),
        _at(patch, 1 + reach, edge + tilt),
    ]
    cv2.fillPoly(pixels, [np.array(outline, np.int32)], tone, cv2.LINE_AA)
    if rng.random() < 0.6:
        brim = max(1, int((patch.box[3] - patch.box[1]) * rng.uniform(0.02, 0.08)))
        shade = int(np.clip(tone + rng.normal(0, 60), 0, 255))
        cv2.line(pixels, outline[0], outline[3], shade, brim, cv2.LINE_AA)


def _before_mouth(pixels: Pixels, patch: Patch, rng: Generator) -> None:
    width = patch.box[2] - patch.box[0]
    place = _at(patch, rng.uniform(0.0, 1.0), rng.uniform(0.75, 1.05))
    axes = (int(width * rng.uniform(0.12, 0.45)), int(width * rng.uniform(0.1, 0.22)))
    tone = int(rng.integers(0, 256))
    cv2.ellipse(pixels, place, axes, rng.uniform(-60, 60), 0, 360, tone, -1, cv2.LINE_AA)
