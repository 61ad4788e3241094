"""Face crops pasted into scenes at any size and roll, blended whole or as a soft ellipse.

    crop u8 [s,s] + box -> resize -> turn -> mask -> scene, whose covered faces become ignored

The same masks also paste things that are no faces, so that a seam alone proves nothing.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.datasets.scene import Generator, Pixels, Scene, framed, overlap, similarity, turned

COVERED = 0.2
REMOVED = 0.85


@dataclass(frozen=True)
class Patch:
    """A square grey crop u8 [s,s] and the box xyxy of what it shows, float32 [4] in its pixels.

    `mask` u8 [s,s] is its own opacity, for what was cut out; without, one is drawn for each paste.
    """

    pixels: Pixels
    box: NDArray[np.float32]
    mask: Pixels | None = None

    @property
    def extent(self) -> float:
        """The box's longer side in crop pixels."""
        return float((self.box[2:] - self.box[:2]).max())

    @property
    def centre(self) -> tuple[float, float]:
        """The box's centre in crop pixels."""
        x1, y1, x2, y2 = self.box.tolist()
        return (x1 + x2) / 2, (y1 + y2) / 2


def scrambled(patch: Patch, rng: Generator) -> Patch:
    """The patch with its nine ninths shuffled: a face's grey values, but no face."""
    third = patch.pixels.shape[0] // 3
    order = rng.permutation(9)
    while (order == np.arange(9)).sum() > 3:
        order = rng.permutation(9)
    tiles = [
        patch.pixels[row * third : (row + 1) * third, column * third : (column + 1) * third]
        for row, column in (divmod(int(index), 3) for index in order)
    ]
    pixels = np.vstack([np.hstack(tiles[row * 3 : row * 3 + 3]) for row in range(3)])
    return Patch(pixels, patch.box)


def blending_mask(patch: Patch, rng: Generator) -> Pixels:
    """Opacity u8 [s,s]: its own, or the crop, sharp or feathered, or an ellipse on the box."""
    if patch.mask is not None:
        return patch.mask
    side = patch.pixels.shape[0]
    if rng.random() < 0.5:
        margin = int(side * rng.uniform(0.0, 0.08))
        mask = np.zeros((side, side), np.uint8)
        mask[margin : side - margin, margin : side - margin] = 255
    else:
        mask = np.zeros((side, side), np.uint8)
        x, y = (patch.box[:2] + patch.box[2:]) / 2
        axes = (patch.box[2:] - patch.box[:2]) * rng.uniform(0.5, 0.85)
        cv2.ellipse(mask, (int(x), int(y)), (int(axes[0]), int(axes[1])), 0, 0, 360, 255, -1)
    softness = side * rng.uniform(0, 0.06)
    if softness < 0.6:
        return mask
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), softness), np.uint8)


def relit(pixels: Pixels, around: Pixels, rng: Generator) -> Pixels:
    """Pixels with a random gain, or half-way to the mean and spread of what they land on."""
    mean, spread = cv2.meanStdDev(pixels)
    gain, target = float(np.exp(rng.normal(0, 0.2))), float(mean[0, 0]) + rng.normal(0, 20)
    if around.size and rng.random() < 0.4:
        there, there_spread = cv2.meanStdDev(around)
        gain = float(np.clip(there_spread[0, 0] / max(spread[0, 0], 8), 0.5, 1.5))
        target = float(mean[0, 0] + there[0, 0]) / 2
    return np.asarray(cv2.convertScaleAbs(pixels, None, gain, target - gain * mean[0, 0]), np.uint8)


@dataclass(frozen=True)
class Placement:
    """Where a patch goes: centre and longer side of its box in scene pixels, roll, mirroring."""

    centre: tuple[float, float]
    size: float
    degrees: float
    mirrored: bool


def paste(scene: Scene, patch: Patch, place: Placement, rng: Generator, *, is_face: bool) -> Scene:
    """Lay a patch into the scene, drawing into `scene.pixels`, as a face or as a distraction.

    Faces of the scene that it covers in part are ignored from then on, those it hides forgotten.
    """
    layer, mask = _fitted(patch, blending_mask(patch, rng), place.size)
    matrix = similarity(
        layer.centre, place.centre, place.size / layer.extent, place.degrees, place.mirrored
    )
    _draw(scene.pixels, layer.pixels, mask, matrix, rng)
    side = layer.pixels.shape[0]
    covered = layer.box[None] if is_face else np.array([[0, 0, side, side]], np.float32)
    landed = turned(covered, matrix)
    hidden = overlap(scene.faces, landed[0])
    doubtful = scene.faces[(hidden >= COVERED) & (hidden < REMOVED)]
    faces = [scene.faces[hidden < COVERED], *([landed] if is_face else [])]
    return framed(scene.pixels, np.concatenate(faces), np.concatenate([scene.ignored, doubtful]))


def _fitted(patch: Patch, mask: Pixels, size: float) -> tuple[Patch, Pixels]:
    """Shrink by area averaging where the wanted size is smaller, since warping would alias."""
    scale = size / patch.extent
    if scale >= 0.8:
        return patch, mask
    side = max(4, round(patch.pixels.shape[0] * scale))
    pixels, mask = (
        np.asarray(cv2.resize(layer, (side, side), interpolation=cv2.INTER_AREA), np.uint8)
        for layer in (patch.pixels, mask)
    )
    return Patch(pixels, patch.box * (side / patch.pixels.shape[0])), mask


def _draw(
    target: Pixels, layer: Pixels, mask: Pixels, matrix: NDArray[np.float64], rng: Generator
) -> None:
    left, top, right, bottom = _window(layer.shape[0], matrix, target.shape[0])
    if right - left < 3 or bottom - top < 3:
        return
    window, extent = target[top:bottom, left:right], (right - left, bottom - top)
    local = matrix - [[0, 0, left], [0, 0, top]]
    cover = cv2.warpAffine(mask, local, extent, flags=cv2.INTER_LINEAR)
    laid = cv2.warpAffine(
        relit(layer, window, rng),
        local,
        extent,
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    share = cover.astype(np.float32) * (1 / 255)
    window[:] = window + (laid.astype(np.float32) - window) * share


def _window(side: int, matrix: NDArray[np.float64], limit: int) -> tuple[int, int, int, int]:
    """Bounds of a moved square of `side` within a target of side `limit`: x1, y1, x2, y2."""
    corners = np.array([[0, 0], [side, 0], [0, side], [side, side]])
    corners = corners @ matrix[:, :2].T + matrix[:, 2]
    low = np.clip(np.floor(corners.min(0)), 0, limit).astype(int).tolist()
    high = np.clip(np.ceil(corners.max(0)), 0, limit).astype(int).tolist()
    return low[0], low[1], high[0], high[1]
