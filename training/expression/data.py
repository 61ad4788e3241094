"""Gathers the training set's rows and the two validation sets from their sources.

FER2013 train, one per duplicate group ─┐
muxspace, training persons, capped ─────┴─> TrainingSet (images, two soft targets, rates)
FER2013 val without leaks, muxspace held-out persons ──> validation
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mien.taxonomy import LABELS
from training.data_root import CACHE_DIR, data_root
from training.datasets import fer2013, muxspace
from training.datasets.fer2013 import FerPlus
from training.datasets.muxspace import Muxspace

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
    choice: DataChoice, rates: Mapping[str, float], smoothing: float, seed: int
) -> TrainingSet:
    """FER2013 and muxspace rows together; muxspace's label serves both heads."""
    faces = fer2013.training_rows(fer2013.load(data_root(), CACHE_DIR), choice.minimum_votes)
    others = muxspace.load(data_root(), CACHE_DIR, held_out=False)
    caps = {"neutral": choice.muxspace_neutral, "happy": choice.muxspace_happy}
    rows = capped(others.labels, caps, seed)
    labels = np.concatenate([faces.labels, others.labels[rows]])
    fer = smooth(labels, smoothing)
    votes = faces.votes / faces.votes.sum(axis=1, keepdims=True)
    return TrainingSet(
        images=np.concatenate([faces.images, others.images[rows]]),
        fer=fer,
        fer_plus=np.concatenate([votes, fer[len(faces) :]]),
        rates=np.array([rates[label] for label in LABELS])[labels],
    )


def leak_free(split: str) -> FerPlus:
    """FER2013's `val` or `test` rows that resemble no training image."""
    faces = fer2013.load(data_root(), CACHE_DIR)
    return faces.select((faces.split == split) & ~faces.leak)


def other_faces() -> Muxspace:
    """muxspace's held-out persons, with at most 400 faces of a label: validation off FER2013."""
    held_out = muxspace.load(data_root(), CACHE_DIR, held_out=True)
    rows = capped(held_out.labels, dict.fromkeys(LABELS, OTHER_FACES_CAP), seed=0)
    return Muxspace(held_out.images[rows], held_out.labels[rows])
