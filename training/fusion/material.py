"""Faces and voices with the same label, paired by chance: no two of the sources know each other.

FER2013 without leaks, faces that the detector finds ─┐
RAVDESS, actors that the model did not learn from ────┴─> pairs with the same label
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mien.media.audio import Sound
from mien.perception.faces import FaceReader
from mien.taxonomy import LABELS
from training import recipe
from training.data_root import CACHE_DIR, REPOSITORY, data_root
from training.datasets import ravdess
from training.datasets.ravdess import Utterance, read_ravdess
from training.expression.data import leak_free
from training.fusion.corruption import Pixels, framed
from training.speech.plan import Recipe
from training.speech.readings import EXPRESSION_OF

Split = Literal["val", "test"]

FACES_EACH = 4
"""Faces that each utterance is paired with."""

SEED = 5
BATCH = 64
_RECIPE = REPOSITORY / "training" / "recipes" / "speech.toml"


@dataclass(frozen=True)
class Pairs:
    """Faces and voices; pair `i` is `faces[face[i]]` with `sounds[voice[i]]`."""

    faces: list[Pixels]  # uint8 [48, 48] grey
    sounds: list[Sound]
    labels: NDArray[np.int64]  # [pairs] an index into LABELS
    face: NDArray[np.int64]  # [pairs]
    voice: NDArray[np.int64]  # [pairs]
    others: list[Sound]  # voices of training actors, to talk behind

    def __len__(self) -> int:
        return len(self.labels)


def load(split: Split, reader: FaceReader) -> Pairs:
    """The same pairs every time. Raises FileNotFoundError where the data is missing."""
    folds = recipe.load(Recipe, _RECIPE).folds
    utterances = read_ravdess(data_root() / ravdess.ARCHIVE, CACHE_DIR / "ravdess.npz")
    actors = folds.validation if split == "val" else folds.test
    spoken = [utterance for utterance in utterances if utterance.actor in actors]
    faces, labels = _found_faces(split, reader)
    shown, said = paired(labels, _labels(spoken), np.random.default_rng(SEED))
    used, face = np.unique(shown, return_inverse=True)
    return Pairs(
        faces=[faces[place] for place in used],
        sounds=[utterance.sound for utterance in spoken],
        labels=labels[shown],
        face=np.asarray(face, np.int64),
        voice=said,
        others=[u.sound for u in utterances if u.actor in folds.training],
    )


def paired(
    faces: NDArray[np.int64], voices: NDArray[np.int64], random: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Indices of the faces and of the voices of all pairs, from the labels of both.

    Every voice has FACES_EACH faces of its label. A face comes again only after all others of its
    label have come. Voices whose label no face has are left out.
    """
    shown, said = [], []
    for label in range(len(LABELS)):
        of_label = np.flatnonzero(faces == label)
        if len(of_label):
            calls = np.repeat(np.flatnonzero(voices == label), FACES_EACH)
            rounds = [random.permutation(of_label) for _ in range(1 + len(calls) // len(of_label))]
            shown.append(np.concatenate(rounds)[: len(calls)])
            said.append(calls)
    return np.concatenate(shown), np.concatenate(said)


def label_shares(labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """How often each of LABELS occurs, [7]."""
    counts = np.bincount(labels, minlength=len(LABELS))
    return np.asarray(counts / counts.sum(), np.float64)


def _found_faces(split: Split, reader: FaceReader) -> tuple[list[Pixels], NDArray[np.int64]]:
    """Faces that the detector finds in an intact frame, and their labels."""
    faces = leak_free(split)
    found: list[bool] = []
    for start in range(0, len(faces), BATCH):
        frames = [framed(face) for face in faces.images[start : start + BATCH]]
        found += [bool(there) for there in reader.detector.detect(frames)]
    seen = faces.select(np.array(found))
    return list(seen.images), seen.labels


def _labels(utterances: Sequence[Utterance]) -> NDArray[np.int64]:
    return np.asarray([EXPRESSION_OF[utterance.emotion] for utterance in utterances], np.int64)
