"""Reader of the detection data (WIDER FACE pictures with complete boxes) and its split.

The split hangs on the file name alone: pictures whose SHA-1 is odd are the development half,
which may be trained on; the even ones are held out and only ever measured on.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training.datasets.scene import NO_BOXES


@dataclass(frozen=True)
class AnnotatedPicture:
    """A picture file, its faces and those to ignore: boxes float32 [N,4], xyxy in pixels."""

    path: Path
    boxes: NDArray[np.float32]
    ignored: NDArray[np.float32] = field(default_factory=NO_BOXES.copy)

    @property
    def held_out(self) -> bool:
        """Whether the picture is in the half that no training may see."""
        return not is_development(self.path.name)

    def read(self, flags: int = cv2.IMREAD_COLOR) -> NDArray[np.uint8]:
        """Pixels, u8 [H,W,3] BGR by default. Raises ValueError on an unreadable file."""
        return read_picture(self.path, flags)


def read_picture(path: Path, flags: int = cv2.IMREAD_COLOR) -> NDArray[np.uint8]:
    """Pixels, u8 [H,W,3] BGR by default. Raises ValueError on an unreadable file."""
    picture = cv2.imread(str(path), flags)
    if picture is None:
        raise ValueError(f"{path}: not a picture that OpenCV reads")
    return np.asarray(picture, np.uint8)


def is_development(file_name: str) -> bool:
    """True for the development half: the SHA-1 of the bare file name is odd."""
    return hashlib.sha1(file_name.encode(), usedforsecurity=False).digest()[-1] % 2 == 1


def read_pictures(folder: Path) -> list[AnnotatedPicture]:
    """All pictures of `folder/annotations.json`, whose rows hold `file` and `faces_xyxy`."""
    rows = json.loads((folder / "annotations.json").read_text("utf-8"))
    return [
        AnnotatedPicture(
            folder / "images" / row["file"],
            np.asarray(row["faces_xyxy"], np.float32).reshape(-1, 4),
        )
        for row in rows
    ]
