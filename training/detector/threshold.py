"""Chooses the score from which on the detector calls something a face.

development pictures, fresh pasted scenes ─> detections ─> faces found against false alarms
"""

from collections.abc import Sequence

import numpy as np

from training.detector.contenders import Contender
from training.detector.evaluate import Found, look
from training.detector.material import Material
from training.detector.scoring import measure

FALSE_ALARM_COST = 2.0
"""Faces missed: an invented face gets an invented expression."""
SMALLEST = 40.0
THRESHOLDS = np.arange(0.2, 0.8, 0.02)
VALIDATION_SEED, VALIDATION_SCENES = 7, 400


def validation(detector: Contender, material: Material, side: int) -> Found:
    """Detections in the pictures and in unseen pasted scenes of `side` pixels."""
    made = material.scenes(VALIDATION_SEED)
    found = look(detector, material.pictures)
    for index in range(VALIDATION_SCENES):
        scene = made.scene(index, side)
        found.append((*detector(np.repeat(scene.pixels[..., None], 3, 2)), scene.faces))
    return found


def above(threshold: float, found: Found) -> Found:
    """The detections with at least this score."""
    return [(b[s >= threshold], s[s >= threshold], faces) for b, s, faces in found]


def choose_threshold(found: Found, thresholds: Sequence[float]) -> float:
    """The threshold with the best (faces of 40 px found - cost x false alarms)."""

    def gain(threshold: float) -> float:
        figures = measure(above(threshold, found), SMALLEST)
        return figures.found - FALSE_ALARM_COST * figures.false_alarms

    return round(float(max(thresholds, key=gain)), 3)
