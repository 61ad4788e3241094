"""FER2013 (Goodfellow et al. 2013) with the FER+ votes (Barsoum et al. 2016), as arrays.

    sheet_NN.webp (50 x 50 cells of 48 x 48) ──once──> fer2013.npy ─┐
    labels.csv ─────────────────────────────────────────────────────┴─> FerPlus

The official split leaks: near-duplicates share a `dup_group`, and `leak` marks val and test images
that resemble a training image.
"""

import csv
from dataclasses import dataclass, fields
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mien.taxonomy import LABELS

SIDE = 48
SHEET_COLUMNS = 50
RATERS = 10
VOTE_COLUMNS = tuple(
    f"votes_{name}"
    for name in ("anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral")
)


@dataclass(frozen=True)
class FerPlus:
    """Rows of FER2013; `select` cuts all of the columns alike."""

    images: NDArray[np.uint8]  # [n, 48, 48] grey
    split: NDArray[np.str_]  # [n] train, val, test
    labels: NDArray[np.int64]  # [n] FER2013's label, an index into LABELS
    votes: NDArray[np.float32]  # [n, 7] FER+ votes in the order of LABELS; row sums 0..10
    dup_group: NDArray[np.int64]  # [n] near-duplicates share a number
    leak: NDArray[np.bool_]  # [n] val or test image that resembles a training image
    ambiguous: NDArray[np.bool_]  # [n] duplicates that carry different labels

    def __len__(self) -> int:
        return len(self.labels)

    def select(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> "FerPlus":
        """The rows picked by a mask or by indices."""
        return FerPlus(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})

    def majority(self) -> NDArray[np.int64]:
        """FER+ majority: the expression that more than half of the ten raters chose, else -1."""
        clear = self.votes.max(axis=1) > RATERS / 2
        return np.where(clear, self.votes.argmax(axis=1), -1)


def load(root: Path, cache_dir: Path) -> FerPlus:
    """All 35,710 rows; the decoded sheets are kept in `cache_dir`, which git ignores."""
    with (root / "fer2013" / "labels.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return FerPlus(
        images=_images(root / "fer2013", cache_dir / "fer2013.npy", len(rows)),
        split=np.array([row["split"] for row in rows]),
        labels=np.array([LABELS.index(row["fer_label"]) for row in rows]),
        votes=np.array([[row[name] for name in VOTE_COLUMNS] for row in rows], np.float32),
        dup_group=np.array([int(row["dup_group"]) for row in rows]),
        leak=np.array([row["leak"] == "1" for row in rows]),
        ambiguous=np.array([row["ambiguous"] == "1" for row in rows]),
    )


def training_rows(faces: FerPlus, minimum_votes: int) -> FerPlus:
    """One clearly labelled image per duplicate group of the training split.

    Leaves out pictures on which fewer than `minimum_votes` raters saw one of the seven
    expressions: cartoons, empty frames, and faces that nobody could read.
    """
    readable = faces.votes.sum(axis=1) >= minimum_votes
    train = faces.select((faces.split == "train") & ~faces.ambiguous & readable)
    _, first = np.unique(train.dup_group, return_index=True)
    return train.select(np.sort(first))


def cut_sheet(sheet: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """[rows * 48, 50 * 48] -> [rows * 50, 48, 48], row-major."""
    cells = sheet.reshape(-1, SIDE, SHEET_COLUMNS, SIDE).swapaxes(1, 2)
    return cells.reshape(-1, SIDE, SIDE)


def _images(folder: Path, cache: Path, count: int) -> NDArray[np.uint8]:
    if not cache.exists():
        sheets = [cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) for path in _sheet_paths(folder)]
        cache.parent.mkdir(parents=True, exist_ok=True)
        np.save(cache, np.concatenate([cut_sheet(np.asarray(sheet)) for sheet in sheets])[:count])
    images: NDArray[np.uint8] = np.load(cache)
    return images


def _sheet_paths(folder: Path) -> list[Path]:
    return sorted(folder.glob("sheet_*.webp"))
