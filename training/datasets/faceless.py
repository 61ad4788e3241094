"""Real pictures without a face, from folders of photographs, clip art and cut-out objects.

    folders ─> teacher sees no face ─┬─ opaque ─────────> photographs, behind pasted faces
                                     └─ transparent ────> objects, pasted beside them as no faces

Debian's packages of wallpapers and stamps are such folders; the recipe names them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from training.datasets.pasted_faces import Patch
from training.datasets.scene import Generator, Pixels

ENDINGS = {".jpg", ".jpeg", ".png", ".webp"}
PHOTOGRAPH_SIDE, OBJECT_SIDE, SMALLEST = 640, 128, 96
MOST_A_FOLDER = 1200
GREY = 114

ShowsFace = Callable[[Pixels], bool]


@dataclass(frozen=True)
class Faceless:
    """Photographs u8 [H,W] of any size, and objects as patches with their own opacity."""

    photographs: Sequence[Pixels] = ()
    objects: Sequence[Patch] = ()

    def background(self, side: int, rng: Generator) -> Pixels:
        """A random square of a random photograph, perhaps mirrored: u8 [side,side]."""
        whole = self.photographs[int(rng.integers(len(self.photographs)))]
        shortest = min(whole.shape)
        length = int(shortest * rng.uniform(min(1.0, SMALLEST / shortest), 1.0))
        y, x = (int(rng.integers(0, extent - length + 1)) for extent in whole.shape)
        window = whole[y : y + length, x : x + length]
        if rng.random() < 0.5:
            window = window[:, ::-1]
        shrinks = length > side
        filter_ = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(window, (side, side), interpolation=filter_), np.uint8)

    def object(self, rng: Generator) -> Patch:
        """A random object."""
        return self.objects[int(rng.integers(len(self.objects)))]


def read_folders(folders: Iterable[str], shows_face: ShowsFace) -> Faceless:
    """All pictures below `folders` in which `shows_face` (BGR u8 [H,W,3]) finds none.

    At most 1,200 of a folder, evenly spread over its sorted names. A folder that does not exist
    is reported and left out. Files that are no pictures, and tiny ones, are passed over.
    """
    photographs: list[Pixels] = []
    objects: list[Patch] = []
    for folder in map(Path, folders):
        if not folder.is_dir():
            tqdm.write(f"no folder {folder}: training goes on without its faceless pictures")
            continue
        for path in tqdm(_spread(folder), desc=f"faceless: {folder.name}"):
            _sort(path, shows_face, photographs, objects)
    return Faceless(photographs, objects)


def _spread(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    return files[:: max(1, -(-len(files) // MOST_A_FOLDER))]


def _sort(
    path: Path, shows_face: ShowsFace, photographs: list[Pixels], objects: list[Patch]
) -> None:
    read = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if read is None or read.dtype != np.uint8 or read.ndim != 3 or min(read.shape[:2]) < SMALLEST:
        return
    picture = np.asarray(read, np.uint8)
    if picture.shape[2] == 4 and picture[..., 3].min() == 0:
        laid = laid_on_grey(picture)
        if not shows_face(laid):
            objects.append(_object(laid, picture[..., 3]))
    else:
        photograph = _shrunk(picture[..., :3], PHOTOGRAPH_SIDE)
        if not shows_face(photograph):
            photographs.append(_grey(photograph))


def laid_on_grey(picture: Pixels) -> Pixels:
    """BGRA u8 [H,W,4] over a plain grey: BGR u8 [H,W,3]."""
    share = picture[..., 3:].astype(np.float32) / 255
    return np.asarray(picture[..., :3] * share + GREY * (1 - share), np.uint8)


def _object(laid: Pixels, opacity: Pixels) -> Patch:
    side = max(opacity.shape)
    pixels, mask = np.full((side, side), GREY, np.uint8), np.zeros((side, side), np.uint8)
    y, x = ((side - extent) // 2 for extent in opacity.shape)
    pixels[y : y + opacity.shape[0], x : x + opacity.shape[1]] = _grey(laid)
    mask[y : y + opacity.shape[0], x : x + opacity.shape[1]] = opacity
    pixels, mask = _shrunk(pixels, OBJECT_SIDE), _shrunk(mask, OBJECT_SIDE)
    box = np.array([0.0, 0.0, pixels.shape[1], pixels.shape[0]], np.float32)
    return Patch(pixels, box, mask)


def _shrunk(pixels: Pixels, longest: int) -> Pixels:
    scale = longest / max(pixels.shape[:2])
    if scale >= 1.0:
        return pixels
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def _grey(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
