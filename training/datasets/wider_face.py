"""WIDER FACE (Yang et al. 2016) in the layout of its authors, for teams that have it.

    wider_face_split/wider_face_{train,val}_bbx_gt.txt ─> Annotation (boxes, flags)
    WIDER_{train,val}/images/<name> ────────────────────┴─> AnnotatedPicture (faces, ignored)

The project's own detection data are pictures of its val part: train on `train` alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.datasets.wider import AnnotatedPicture

LIST = "wider_face_{part}_bbx_gt.txt"
FLAGS = ("blur", "expression", "illumination", "invalid", "occlusion", "pose")
NO_FACE = ["0"] * (4 + len(FLAGS))
"""The line that follows a count of 0, in its authors' files."""

HEAVY = 2


@dataclass(frozen=True)
class Annotation:
    """The faces of one picture as its annotators marked them."""

    name: str  # below WIDER_<part>/images
    boxes: NDArray[np.float32]  # [n, 4] xyxy in pixels
    blur: NDArray[np.int64]  # [n] 0 clear, 1 normal, 2 heavy
    occlusion: NDArray[np.int64]  # [n] 0 none, 1 partial, 2 heavy
    invalid: NDArray[np.bool_]  # [n] not worth finding, by the annotators

    def clear(self) -> NDArray[np.bool_]:
        """Which faces [n] are examples; training neither rewards nor punishes the others."""
        seen = (self.blur < HEAVY) & (self.occlusion < HEAVY) & ~self.invalid
        return seen & (self.boxes[:, 2:] > self.boxes[:, :2]).all(axis=1)


def read_part(folder: Path, part: str) -> list[AnnotatedPicture]:
    """The pictures of `train` or `val` below WIDER FACE's folder.

    Raises FileNotFoundError for a missing list or picture, and ValueError that names the line of
    the list that is not of its layout.
    """
    pictures = [_picture(folder, part, found) for found in parse(_list_file(folder, part))]
    missing = [picture.path for picture in pictures if not picture.path.is_file()]
    if missing:
        raise FileNotFoundError(
            f"{len(missing)} of {len(pictures)} pictures are missing, first {missing[0]}: "
            f"unpack WIDER_{part}.zip in {folder}"
        )
    return pictures


def parse(source: Path) -> Iterator[Annotation]:
    """A list file's blocks: the picture's name, the number of faces, a line a face."""
    lines = enumerate(source.read_text("utf-8").splitlines(), 1)
    for number, name in lines:
        if not name.strip() or name.split() == NO_FACE:
            continue
        try:
            count = int(next(lines)[1])
            rows = [_face(next(lines)[1]) for _ in range(count)]
        except (StopIteration, ValueError) as error:
            where = f"{source}, at line {number} ({name.strip()})"
            raise ValueError(f"{where}: not a name, a count and a line a face: {error}") from error
        yield _annotation(name.strip(), np.array(rows, np.int64).reshape(-1, len(NO_FACE)))


def _list_file(folder: Path, part: str) -> Path:
    name = LIST.format(part=part)
    for source in (folder / "wider_face_split" / name, folder / name):
        if source.is_file():
            return source
    raise FileNotFoundError(f"no WIDER FACE at {folder}: it has no wider_face_split/{name}")


def _face(line: str) -> list[int]:
    """x, y, width, height and the flags."""
    values = [int(value) for value in line.split()]
    if len(values) != len(NO_FACE):
        raise ValueError(f"{line.strip()!r} does not hold {len(NO_FACE)} numbers")
    return values


def _annotation(name: str, rows: NDArray[np.int64]) -> Annotation:
    flags = dict(zip(FLAGS, rows[:, 4:].T, strict=True))
    return Annotation(
        name=name,
        boxes=np.concatenate([rows[:, :2], rows[:, :2] + rows[:, 2:4]], 1).astype(np.float32),
        blur=flags["blur"],
        occlusion=flags["occlusion"],
        invalid=flags["invalid"] == 1,
    )


def _picture(folder: Path, part: str, found: Annotation) -> AnnotatedPicture:
    clear = found.clear()
    path = folder / f"WIDER_{part}" / "images" / found.name
    return AnnotatedPicture(path, found.boxes[clear], found.boxes[~clear])
