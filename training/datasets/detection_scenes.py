"""The detector's training examples: a seeded mixture of real cuts, pasted faces and no faces.

index -> random generator -> cut | pasted | mosaic -> letterbox band -> other camera -> Scene
"""

import cv2
import numpy as np

from training.datasets.backgrounds import draw_print, draw_shape, drawn_background, emblem
from training.datasets.face_bank import FaceBank
from training.datasets.faceless import Faceless
from training.datasets.pasted_faces import Patch, Placement, paste, scrambled
from training.datasets.photometry import recorded
from training.datasets.scene import NO_BOXES, Boxes, Generator, Scene, band, overlap
from training.datasets.wider_crops import WiderCrops
from training.datasets.worn import worn

CUT, MOSAIC = 0.40, 0.07
BEHIND_CUT, BEHIND_PHOTOGRAPH = 0.4, 0.35
OBJECT, SHUFFLED = 0.45, 0.15
BAND, PRINTED = 0.25, 0.25
SMALLEST_PASTE = 10.0
FACELESS_SIDE = 96


class DetectionScenes:
    """Scenes by index: the same seed and index always give the same scene."""

    def __init__(self, bank: FaceBank, cuts: WiderCrops, faceless: Faceless, seed: int) -> None:
        self._bank, self._cuts, self._faceless, self._seed = bank, cuts, faceless, seed

    def scene(self, index: int, side: int) -> Scene:
        """Grey [side,side] with its faces (xyxy, pixels)."""
        rng = np.random.default_rng((self._seed, index))
        scene = self._mosaic(side, rng) if rng.random() < MOSAIC else self._single(side, rng)
        if rng.random() < BAND:
            scene = _letterboxed(scene, rng)
        return Scene(recorded(scene.pixels, rng), scene.faces, scene.ignored)

    def _single(self, side: int, rng: Generator) -> Scene:
        if rng.random() < CUT:
            return self._cuts.scene(side, rng)
        return self._pasted(self._distracted(self._behind(side, rng), rng), rng)

    def _behind(self, side: int, rng: Generator) -> Scene:
        """What faces are pasted onto: a cut with its own faces, a photograph, or a drawing."""
        kind = rng.random()
        if kind < BEHIND_CUT:
            return self._cuts.scene(side, rng)
        if kind < BEHIND_CUT + BEHIND_PHOTOGRAPH and self._faceless.photographs:
            return Scene(self._faceless.background(side, rng), NO_BOXES, NO_BOXES)
        return Scene(drawn_background(side, rng), NO_BOXES, NO_BOXES)

    def _mosaic(self, side: int, rng: Generator) -> Scene:
        half = side // 2
        tiles = [self._single(half, rng) for _ in range(4)]
        rows = [np.hstack([tile.pixels for tile in pair]) for pair in (tiles[:2], tiles[2:])]
        shifts = [np.array([x, y, x, y], np.float32) for y in (0, half) for x in (0, half)]
        faces = [tile.faces + shift for tile, shift in zip(tiles, shifts, strict=True)]
        ignored = [tile.ignored + shift for tile, shift in zip(tiles, shifts, strict=True)]
        return Scene(np.vstack(rows), np.concatenate(faces), np.concatenate(ignored))

    def _distracted(self, scene: Scene, rng: Generator) -> Scene:
        if rng.random() < PRINTED:
            draw_print(scene.pixels, rng)
        for _ in range(int(rng.integers(1, 5)) if rng.random() < 0.55 else 0):
            patch = self._no_face(rng)
            size = _log_uniform(14, 0.8 * scene.pixels.shape[0], rng)
            place = Placement(_point(scene, rng), size, rng.uniform(-40, 40), False)
            scene = paste(scene, patch, place, rng, is_face=False)
        return scene

    def _no_face(self, rng: Generator) -> Patch:
        """A cut-out object, a shuffled face, or a square that shows none."""
        kind = rng.random()
        if kind < OBJECT and self._faceless.objects:
            return self._faceless.object(rng)
        if kind < OBJECT + SHUFFLED:
            return scrambled(self._bank.pick(100, rng), rng)
        return self._square(rng)

    def _square(self, rng: Generator) -> Patch:
        """A drawn square, or one of a real cut where it holds no face."""
        side = FACELESS_SIDE
        pixels = emblem(side, rng) if rng.random() < 0.6 else drawn_background(side, rng)
        if rng.random() < 0.4:
            cut = self._cuts.scene(2 * side, rng)
            x, y = (int(corner) for corner in rng.integers(0, side + 1, 2))
            window = np.array([x, y, x + side, y + side], np.float32)
            if not overlap(np.concatenate([cut.faces, cut.ignored]), window).any():
                pixels = np.ascontiguousarray(cut.pixels[y : y + side, x : x + side])
        box: Boxes = np.array([0.15, 0.15, 0.85, 0.9], np.float32) * side
        return Patch(pixels, box)

    def _pasted(self, scene: Scene, rng: Generator) -> Scene:
        side = scene.pixels.shape[0]
        for _ in range(_how_many(rng)):
            size = _size(side, rng)
            centre = _free_place(scene, size, rng)
            if centre is None:
                continue
            degrees = rng.normal(0, 9) if rng.random() < 0.6 else rng.uniform(-40, 40)
            place = Placement(centre, size, degrees, bool(rng.random() < 0.5))
            if rng.random() < 0.3:
                _draw_body(scene, centre, size, rng)
            face = worn(self._bank.pick(size, rng), rng)
            scene = paste(scene, face, place, rng, is_face=True)
            if rng.random() < 0.1:
                _occlude(scene, centre, size, rng)
        return scene


def _log_uniform(low: float, high: float, rng: Generator) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def _how_many(rng: Generator) -> int:
    return int(rng.choice([0, 1, 2, 3, 5, 10], p=[0.08, 0.52, 0.16, 0.12, 0.08, 0.04]))


def _size(side: int, rng: Generator) -> float:
    if rng.random() < 0.2:
        return float(rng.uniform(0.45, 1.15) * side)
    return _log_uniform(SMALLEST_PASTE, 0.8 * side, rng)


def _point(scene: Scene, rng: Generator) -> tuple[float, float]:
    x, y = rng.uniform(0.02, 0.98, 2) * scene.pixels.shape[0]
    return float(x), float(y)


def _free_place(scene: Scene, size: float, rng: Generator) -> tuple[float, float] | None:
    side = scene.pixels.shape[0]
    for _ in range(6):
        x, y = _point(scene, rng)
        if size > 0.5 * side:
            x, y = (side / 2 + rng.normal(0, 0.14, 2) * side).tolist()
        box = np.array([x - size / 2, y - size / 2, x + size / 2, y + size / 2], np.float32)
        taken = np.concatenate([scene.faces, scene.ignored])
        if not len(taken) or overlap(taken, box).max() < 0.1:
            return x, y
    return None


def _draw_body(scene: Scene, centre: tuple[float, float], size: float, rng: Generator) -> None:
    x, y = int(centre[0]), int(centre[1])
    hair, cloth, skin = (int(tone) for tone in rng.integers(0, 256, 3))
    reach = (int(size * rng.uniform(0.45, 0.75)), int(size * rng.uniform(0.55, 0.9)))
    neck = int(size * rng.uniform(0.18, 0.3))
    cv2.rectangle(scene.pixels, (x - neck, y), (x + neck, y + int(size)), skin, -1)
    shoulders = (int(size * rng.uniform(0.8, 1.6)), int(size * rng.uniform(0.5, 2)))
    chest = (x, y + int(size * 0.75) + shoulders[1])
    cv2.ellipse(scene.pixels, chest, shoulders, 0, 0, 360, cloth, -1)
    cv2.ellipse(scene.pixels, (x, y - int(size * 0.08)), reach, 0, 0, 360, hair, -1)


def _occlude(scene: Scene, centre: tuple[float, float], size: float, rng: Generator) -> None:
    half = int(size / 2)
    x, y = int(centre[0]) - half, int(centre[1]) - half
    window = scene.pixels[max(y, 0) : y + 2 * half, max(x, 0) : x + 2 * half]
    if min(window.shape) < 8:
        return
    piece = np.ascontiguousarray(window[: min(window.shape), : min(window.shape)])
    before = piece.copy()
    draw_shape(piece, rng)
    if (piece != before).mean() < 0.35:
        window[: piece.shape[0], : piece.shape[1]] = piece


def _letterboxed(scene: Scene, rng: Generator) -> Scene:
    side = scene.pixels.shape[0]
    edge = int(side * rng.choice([0.5625, 0.75, 0.667, rng.uniform(0.5, 0.95)]))
    return band(scene, side, edge, 114) if rng.random() < 0.8 else band(scene, edge, side, 114)
