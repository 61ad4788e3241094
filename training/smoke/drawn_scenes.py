"""Pictures and a face bank of drawn faces, for the detector's scenes.

drawn faces ─> bank ─> pasted on drawn backgrounds ─> picture files with boxes ─> cuts ─> Material
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mien.taxonomy import LABELS
from training.datasets.backgrounds import drawn_background
from training.datasets.face_bank import FaceBank
from training.datasets.faceless import Faceless
from training.datasets.pasted_faces import Placement, paste
from training.datasets.scene import NO_BOXES, Boxes, Generator, Pixels, Scene
from training.datasets.wider import AnnotatedPicture
from training.datasets.wider_crops import WiderCrops
from training.detector.material import Material
from training.smoke.drawn_faces import CANVAS, HEAD, drawn_face

BANK, PICTURES, PICTURE_SIDE = 40, 6, 256
SMALL, LARGE = 48, 112


def drawn_bank(rng: Generator) -> FaceBank:
    """Small and large drawn faces with the boxes of their heads."""
    return FaceBank(*_sheet(SMALL, rng), *_sheet(LARGE, rng))


def _sheet(side: int, rng: Generator) -> tuple[Pixels, Boxes]:
    x, y, across, down = HEAD
    box = np.array([x - across, y - down, x + across, y + down], np.float32) * (side / CANVAS)
    faces = np.stack([drawn_face(LABELS[index % len(LABELS)], rng, side) for index in range(BANK)])
    return faces, np.tile(box, (BANK, 1))


def drawn_pictures(folder: Path, bank: FaceBank, rng: Generator) -> list[AnnotatedPicture]:
    """Picture files with one drawn face each, and where it is."""
    return [_picture(folder / f"{index}.png", bank, rng) for index in range(PICTURES)]


def _picture(path: Path, bank: FaceBank, rng: Generator) -> AnnotatedPicture:
    scene = Scene(drawn_background(PICTURE_SIDE, rng), NO_BOXES, NO_BOXES)
    size = float(rng.uniform(60, 140))
    x, y = rng.uniform(80, PICTURE_SIDE - 80, 2).tolist()
    place = Placement((x, y), size, 0.0, False)
    scene = paste(scene, bank.pick(size, rng), place, rng, is_face=True)
    cv2.imwrite(str(path), scene.pixels)
    return AnnotatedPicture(path, scene.faces)


def _all_clear(picture: Pixels, boxes: Boxes) -> NDArray[np.bool_]:
    return np.ones(len(boxes), bool)


def drawn_material(folder: Path, seed: int) -> Material:
    """What a short run learns from; the pictures lie in `folder`."""
    rng = np.random.default_rng(seed)
    bank = drawn_bank(rng)
    pictures = drawn_pictures(folder, bank, rng)
    return Material(pictures, bank, WiderCrops(pictures, _all_clear), Faceless())
