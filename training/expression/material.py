"""What a run of the expression classifier learns from, is validated on, and is exported with.

FER2013, muxspace, the recipe's extra sets ─> Material ─> train, export
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.datasets.fer2013 import FerPlus
from training.datasets.muxspace import Muxspace
from training.expression.data import TrainingSet, leak_free, other_faces, training_set
from training.expression.plan import Recipe

CALIBRATION_FACES = 1500


@dataclass(frozen=True)
class Validation:
    """Faces that no training has seen."""

    faces: FerPlus  # FER2013 val without leaks
    others: Muxspace  # from elsewhere


def training_material(plan: Recipe) -> TrainingSet:
    """All rows that the recipe names."""
    smoothing = plan.loss.label_smoothing
    return training_set(plan.data, plan.sampling, smoothing, plan.seed, plan.data.extra_faces)


def validation_material() -> Validation:
    """FER2013 val without leaks, and muxspace's held-out persons."""
    return Validation(leak_free("val"), other_faces())


def calibration_material(count: int) -> NDArray[np.uint8]:
    """Training faces uint8 [count, 48, 48] for the ranges of INT8 and the distance."""
    faces = leak_free("train").images
    return np.asarray(faces[np.random.default_rng(0).choice(len(faces), count, replace=False)])
