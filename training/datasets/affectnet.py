"""AffectNet (Mollahosseini, Hasani and Mahoor 2017) in its two layouts.

    Manually_Annotated_file_lists/{training,validation}.csv ─┐
    Manually_Annotated_Images/<subDirectory_filePath> ───────┼─> LabelledFaces
    {train,val}_set/annotations/<id>_{exp,val,aro}.npy ──────┤
    {train,val}_set/images/<id>.jpg ─────────────────────────┘

Its own test part is not public and papers report on the validation part: that is `test` here, and
`val` is a tenth of the training part, by file name. Contempt and what follows it is -1.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from mien.taxonomy import LABELS
from training.datasets.labelled_faces import (
    OTHER,
    WHOLE_PICTURE,
    Box,
    FaceFiles,
    LabelledFaces,
    labelled_once,
    own_split,
)

CLASSES = ("neutral", "happy", "sad", "surprise", "fear", "disgust", "angry")
"""In the order of AffectNet's numbers, 0..6; 7 contempt, 8 none, 9 uncertain, 10 no face."""

COLUMNS = (
    *("subDirectory_filePath", "face_x", "face_y", "face_width", "face_height"),
    *("facial_landmarks", "expression", "valence", "arousal"),
)
LISTS = {"training.csv": "train", "validation.csv": "test"}
PICTURE_FOLDERS = (
    "Manually_Annotated_Images",
    "Manually_Annotated/Manually_Annotated_Images",
    "Manually_Annotated_compressed",
    "Manually_Annotated",
)
PARTS = {"train_set": "train", "val_set": "test", "": None}
UNRATED = -2.0


@dataclass(frozen=True)
class _Face:
    path: Path
    box: Box
    label: int
    split: str
    valence_arousal: tuple[float, float]


def load(folder: Path) -> LabelledFaces:
    """All faces of the folder, whichever layout it has.

    Raises FileNotFoundError, and ValueError that names the row that is not of this layout.
    """
    lists = folder / "Manually_Annotated_file_lists"
    lists = lists if lists.is_dir() else folder
    if any((lists / name).is_file() for name in LISTS):
        faces = list(tqdm(_listed(folder, lists), desc="Reading AffectNet's lists", delay=2))
    else:
        faces = list(tqdm(_annotated(folder), desc="Reading AffectNet's labels", delay=2))
    if not faces:
        raise FileNotFoundError(
            f"no AffectNet at {folder}: it has neither Manually_Annotated_file_lists/training.csv "
            "nor train_set/annotations/*_exp.npy"
        )
    files = FaceFiles([face.path for face in faces], [face.box for face in faces])
    return labelled_once(
        [face.label for face in faces],
        [face.split for face in faces],
        files.read,
        [face.valence_arousal for face in faces],
    )


def _listed(folder: Path, lists: Path) -> Iterator[_Face]:
    pictures = next((folder / name for name in PICTURE_FOLDERS if (folder / name).is_dir()), folder)
    for name, part in LISTS.items():
        if not (lists / name).is_file():
            continue
        with (lists / name).open(newline="", encoding="utf-8-sig") as file:
            for number, cells in enumerate(csv.reader(file), 1):
                if cells and cells[0] != COLUMNS[0]:  # copies of validation.csv lack the header
                    yield _listed_face(pictures, cells, part, f"{lists / name}, line {number}")


def _listed_face(pictures: Path, cells: list[str], part: str, where: str) -> _Face:
    row = dict(zip(COLUMNS, cells, strict=False))
    try:
        label = _label(float(row["expression"]))
        box = _box(cells) if label != OTHER else WHOLE_PICTURE
        rated = _rated(float(row["valence"])), _rated(float(row["arousal"]))
    except (KeyError, ValueError) as error:
        raise ValueError(f"{where}: not a row of {','.join(COLUMNS)} ({error})") from error
    name = row[COLUMNS[0]]
    return _Face(pictures / name, box, label, own_split(name, part), rated)


def _box(cells: list[str]) -> Box:
    """The face's x, y, width, height; pictures without a face say NULL there."""
    x, y, width, height = (int(float(cell)) for cell in cells[1:5])
    return x, y, width, height


def _annotated(folder: Path) -> Iterator[_Face]:
    for part, official in PARTS.items():
        for source in sorted((folder / part / "annotations").glob("*_exp.npy")):
            name = source.name.removesuffix("_exp.npy")
            expression, valence, arousal = (
                _stored(source.with_name(f"{name}_{what}.npy")) for what in ("exp", "val", "aro")
            )
            yield _Face(
                folder / part / "images" / f"{name}.jpg",
                WHOLE_PICTURE,
                _label(expression),
                own_split(name, official),
                (_rated(valence), _rated(arousal)),
            )


def _stored(path: Path) -> float:
    """The one number of an annotation file, which may hold it as text."""
    try:
        return float(np.load(path).item())
    except ValueError as error:
        raise ValueError(f"{path}: not an array of one number ({error})") from error


def _label(number: float) -> int:
    return LABELS.index(CLASSES[int(number)]) if 0 <= number < len(CLASSES) else OTHER


def _rated(value: float) -> float:
    return np.nan if value == UNRATED else value
