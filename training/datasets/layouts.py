"""The sets of faces that a recipe may name by their layout: those that a team holds a licence for.

[[data.extra]] layout, path, per_label ──> its training faces that Mien can use
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.datasets import affectnet, fer2013_csv, raf_db
from training.datasets.labelled_faces import LabelledFaces

LAYOUTS: Mapping[str, Callable[[Path], LabelledFaces]] = {
    "fer2013-csv": fer2013_csv.load,
    "raf-db": raf_db.load,
    "affectnet": affectnet.load,
}


@dataclass(frozen=True)
class ExtraFaces:
    """One of the recipe's [[data.extra]] tables."""

    layout: str  # one of LAYOUTS
    path: str  # the set's folder
    per_label: int  # at most so many faces of one expression


def load(extra: ExtraFaces) -> LabelledFaces:
    """The whole set. Raises ValueError for an unknown layout, and what the layout's reader does."""
    if extra.layout not in LAYOUTS:
        raise ValueError(f"unknown layout {extra.layout!r}: use one of {', '.join(LAYOUTS)}")
    return LAYOUTS[extra.layout](Path(extra.path).expanduser())


def training_rows(faces: LabelledFaces, minimum_votes: int) -> LabelledFaces:
    """The training part's faces with one of the seven labels.

    Where several people looked, at least `minimum_votes` of them saw one of the seven.
    """
    readable = faces.votes.sum(axis=1) >= min(max(minimum_votes, 1), faces.raters)
    return faces.select(np.asarray((faces.split == "train") & (faces.labels >= 0) & readable))
