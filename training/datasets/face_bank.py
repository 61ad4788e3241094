"""Makes the bank of face crops for pasting, once: FER2013 (training split) and muxspace.

FER2013 48x48, one a duplicate group ─┐
muxspace 112x112 ─────────────────────┴─> teacher ─> .cache/training/face-bank.npz
"""

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import cv2
import numpy as np
from tqdm import tqdm

from training.datasets import fer2013, muxspace
from training.datasets.pasted_faces import Patch
from training.datasets.scene import Boxes, Generator, Pixels
from training.datasets.teacher import TEACHER_WEIGHTS, Teacher, label_crops


@dataclass(frozen=True)
class FaceBank:
    """Grey face crops with the teacher's boxes: two sheets u8 [N,s,s], float32 [N,4]."""

    small: Pixels
    small_boxes: Boxes
    large: Pixels
    large_boxes: Boxes

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        with np.load(path) as arrays:
            return cls(*(arrays[name] for name in cls.__dataclass_fields__))

    def save(self, path: Path) -> None:
        """Write an uncompressed `.npz`."""
        np.savez(path, **{name: getattr(self, name) for name in self.__dataclass_fields__})

    def pick(self, size: float, rng: Generator) -> Patch:
        """A random face; the larger the wanted size (pixels), the likelier a sharp crop."""
        if rng.random() < min(0.4, 45 / size):
            index = int(rng.integers(len(self.small)))
            return Patch(self.small[index], self.small_boxes[index])
        index = int(rng.integers(len(self.large)))
        return Patch(self.large[index], self.large_boxes[index])


def load_or_make(root: Path, cache_dir: Path) -> FaceBank:
    """The bank from `cache_dir`, or about two minutes of the teacher's work on `root`'s faces."""
    path = cache_dir / "face-bank.npz"
    if not path.exists():
        cache_dir.mkdir(parents=True, exist_ok=True)
        teacher = Teacher(root / TEACHER_WEIGHTS)
        small = label_crops(teacher, tqdm(_fer_crops(root, cache_dir), "teacher: FER2013"))
        large = label_crops(teacher, tqdm(muxspace_crops(root), "teacher: muxspace"))
        FaceBank(*small, *large).save(path)
    return FaceBank.load(path)


def _fer_crops(root: Path, cache_dir: Path) -> Pixels:
    faces = fer2013.load(root, cache_dir)
    return faces.select(_first_of_groups(faces)).images


def _first_of_groups(faces: fer2013.FerPlus) -> np.ndarray:
    train = np.flatnonzero(faces.split == "train")
    _, first = np.unique(faces.dup_group[train], return_index=True)
    return np.asarray(train[np.sort(first)])


def muxspace_crops(root: Path) -> Iterator[Pixels]:
    """All muxspace faces at their full 112x112, grey, in the archive's order."""
    with tarfile.open(root / muxspace.ARCHIVE) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith(".jpg") else None
            if file is not None:
                data = np.frombuffer(file.read(), np.uint8)
                yield np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
