"""FER2013 as Kaggle gives it, with FER+ votes where their file lies beside it.

    fer2013.csv | icml_face_data.csv   emotion, pixels, Usage ─┐
    fer2013new.csv (optional)          votes of ten raters ────┴─> LabelledFaces

Train, val and test are Usage's Training, PublicTest and PrivateTest. The FER+ file has one row a
picture in the same order (Barsoum et al. 2016, github.com/microsoft/FERPlus).
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from mien.taxonomy import LABELS
from training.datasets.fer2013 import RATERS, SIDE
from training.datasets.labelled_faces import LabelledFaces, labelled_once, own_split

FILES = ("fer2013.csv", "icml_face_data.csv")
VOTES_FILE = "fer2013new.csv"
SPLITS = {"Training": "train", "PublicTest": "val", "PrivateTest": "test"}
VOTE_COLUMNS = ("anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral")

Row = Mapping[str, str]


def load(path: Path) -> LabelledFaces:
    """All rows of a CSV file, or of the one in a folder.

    Without a Usage column the split hangs on the row's number. Raises FileNotFoundError, and
    ValueError that names the line that is not of this layout.
    """
    source = _source(path)
    images, labels, split = [], [], []
    for line, row in tqdm(_rows(source), desc=f"Reading {source.name}", delay=2):
        try:
            images.append(_pixels(row["pixels"]))
            labels.append(_label(row["emotion"]))
            split.append(SPLITS[row["Usage"]] if "Usage" in row else own_split(str(line)))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise ValueError(f"{source}, line {line}: {_complaint(error)}") from error
    pictures = np.asarray(images, np.uint8).reshape(-1, SIDE, SIDE)
    faces = labelled_once(labels, split, pictures.__getitem__)
    votes = source.parent / VOTES_FILE
    return _with_votes(faces, votes) if votes.is_file() else faces


def _source(path: Path) -> Path:
    candidates = [path / name for name in FILES] if path.is_dir() else [path]
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    raise FileNotFoundError(f"no FER2013 at {path}: give the folder of {' or '.join(FILES)}")


def _rows(source: Path) -> Iterator[tuple[int, Row]]:
    """Line numbers and rows; icml_face_data.csv has blanks around its column names."""
    with source.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
        for row in reader:
            yield reader.line_num, row


def _pixels(text: str) -> NDArray[np.uint8]:
    values = np.array(text.split(), np.int64)
    if len(values) != SIDE * SIDE or values.min() < 0 or values.max() > 255:
        raise ValueError(f"pixels are not {SIDE * SIDE} numbers of 0..255")
    return values.astype(np.uint8)


def _label(text: str) -> int:
    """FER2013 numbers its classes in the order of LABELS."""
    label = int(text)
    if not 0 <= label < len(LABELS):
        raise ValueError(f"emotion {label} is not one of 0..{len(LABELS) - 1}")
    return label


def _complaint(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"no column or value {error}; expected emotion, pixels, Usage ({', '.join(SPLITS)})"
    return str(error) if isinstance(error, ValueError) else "the row is cut short"


def _with_votes(faces: LabelledFaces, source: Path) -> LabelledFaces:
    rows = list(_rows(source))
    if len(rows) != len(faces):
        raise ValueError(f"{source}: {len(rows)} rows of votes for {len(faces)} faces")
    missing = set(VOTE_COLUMNS) - set(rows[0][1] if rows else VOTE_COLUMNS)
    if missing:
        raise ValueError(f"{source}: no columns {sorted(missing)}")
    votes = [[float(row[name]) for name in VOTE_COLUMNS] for _, row in rows]
    return replace(faces, votes=np.asarray(votes, np.float32), raters=RATERS)
