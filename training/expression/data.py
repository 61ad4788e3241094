"""Gathers the training set's rows and the two validation sets from their sources.

FER2013 train, one per duplicate group ────────────────┐
muxspace, training persons, capped ────────────────────┼─> TrainingSet (images, two soft targets,
extra sets of the recipe, capped, no FER2013 pictures ─┘                rates)
FER2013 val without leaks, muxspace held-out persons ──> validation
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from mien.taxonomy import LABELS
from training.data_root import CACHE_DIR, data_root
from training.datasets import fer2013, layouts, muxspace
from training.datasets.fer2013 import FerPlus
from training.datasets.labelled_faces import LabelledFaces
from training.datasets.layouts import ExtraFaces
from training.datasets.muxspace import Muxspace
from training.raters import distribution

OTHER_FACES_CAP = 400


@dataclass(frozen=True)
class DataChoice:
    """The recipe's [data] table."""

    minimum_votes: int
    muxspace_neutral: int
    muxspace_happy: int


@dataclass(frozen=True)
class TrainingSet:
    """Rows to draw from."""

    images: NDArray[np.uint8]  # [n, 48, 48]
    fer: NDArray[np.float32]  # [n, 7] distribution for the FER2013 head
    fer_plus: NDArray[np.float32]  # [n, 7] distribution for the FER+ head
    rates: NDArray[np.float64]  # [n] relative rate of being drawn


def smooth(labels: NDArray[np.int64], smoothing: float) -> NDArray[np.float32]:
    """Labels [n] -> label-smoothed distributions [n, 7] (Szegedy et al. 2016)."""
    one_hot = np.eye(len(LABELS), dtype=np.float32)[labels]
    return one_hot * np.float32(1.0 - smoothing) + np.float32(smoothing / len(LABELS))


def capped(labels: NDArray[np.int64], caps: Mapping[str, int], seed: int) -> NDArray[np.int64]:
    """Indices of a random subset with at most `caps[label]` rows of each label named there."""
    order = np.random.default_rng(seed).permutation(len(labels))
    kept = [order[labels[order] == index][: caps.get(label)] for index, label in enumerate(LABELS)]
    return np.sort(np.concatenate(kept))


def training_set(
    choice: DataChoice,
    rates: Mapping[str, float],
    smoothing: float,
    seed: int,
    extra: Sequence[ExtraFaces] = (),
) -> TrainingSet:
    """FER2013, muxspace and extra rows together; a single label serves both heads."""
    every_fer = fer2013.load(data_root(), CACHE_DIR)
    faces = fer2013.training_rows(every_fer, choice.minimum_votes)
    others = muxspace.load(data_root(), CACHE_DIR, held_out=False)
    caps = {"neutral": choice.muxspace_neutral, "happy": choice.muxspace_happy}
    rows = capped(others.labels, caps, seed)
    fer, others_fer = smooth(faces.labels, smoothing), smooth(others.labels[rows], smoothing)
    rate_of = np.array([rates[label] for label in LABELS])
    parts = [
        TrainingSet(faces.images, fer, shares(faces.votes), rate_of[faces.labels]),
        TrainingSet(others.images[rows], others_fer, others_fer, rate_of[others.labels[rows]]),
    ]
    for table in extra:
        chosen = extra_rows(table, choice.minimum_votes, seed)
        parts.append(extra_set(chosen, every_fer.images, rate_of, smoothing))
    return joined(parts)


def shares(votes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Votes [n, 7] as distributions."""
    return distribution(votes).astype(np.float32)


def extra_rows(table: ExtraFaces, minimum_votes: int, seed: int) -> LabelledFaces:
    """The training rows of an extra set, at most `per_label` of each; says what it holds."""
    found = layouts.load(table)
    tqdm.write(f"{table.layout} at {table.path}: {found.counts()}")
    usable = layouts.training_rows(found, minimum_votes)
    return usable.select(capped(usable.labels, dict.fromkeys(LABELS, table.per_label), seed))


def extra_set(
    faces: LabelledFaces,
    known: NDArray[np.uint8],
    rate_of: NDArray[np.float64],
    smoothing: float,
) -> TrainingSet:
    """Rows of an extra set without pictures that are among `known` ones, to the pixel."""
    images = faces.images()
    seen = {image.tobytes() for image in known}
    new = np.array([image.tobytes() not in seen for image in images], bool)
    tqdm.write(f"  {new.sum()} to train on, {(~new).sum()} left out as pictures of FER2013")
    fer = smooth(faces.labels[new], smoothing)
    fer_plus = shares(faces.votes[new]) if faces.raters > 1 else fer
    return TrainingSet(images[new], fer, fer_plus, rate_of[faces.labels[new]])


def joined(parts: Sequence[TrainingSet]) -> TrainingSet:
    """The rows of all parts, in their order."""
    names = [field.name for field in fields(TrainingSet)]
    return TrainingSet(**{n: np.concatenate([getattr(part, n) for part in parts]) for n in names})


def leak_free(split: str) -> FerPlus:
    """FER2013's `val` or `test` rows that resemble no training image."""
    faces = fer2013.load(data_root(), CACHE_DIR)
    return faces.select((faces.split == split) & ~faces.leak)


def other_faces() -> Muxspace:
    """muxspace's held-out persons, with at most 400 faces of a label: validation off FER2013."""
    held_out = muxspace.load(data_root(), CACHE_DIR, held_out=True)
    rows = capped(held_out.labels, dict.fromkeys(LABELS, OTHER_FACES_CAP), seed=0)
    return Muxspace(held_out.images[rows], held_out.labels[rows])
