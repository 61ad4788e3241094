"""How the expression classifier bears worse pictures: curves, and slices of the test set.

Faces are FER2013's, uint8 [48, 48]; the served code brings them to the model's input.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training import metrics
from training.datasets.fer2013 import FerPlus
from training.datasets.teacher import TEACHER_WEIGHTS
from training.evaluation import distortions, slices
from training.evaluation.curves import BRIGHTNESS, JPEG, ROTATION, Curve, Sweep, trace
from training.evaluation.face_geometry import geometry
from training.evaluation.slices import Slice

Pixels = NDArray[np.uint8]
Read = Callable[[Sequence[Pixels]], NDArray[np.int64]]
"""Grey faces of any size -> index of the likeliest expression of each."""

FACE_SIZE = Sweep(
    "face size, pixels (enlarged again to read it)", (12, 16, 20, 24, 28, 32, 40, 48), 48
)
FER_LABELS, MAJORITY = "FER2013's labels", "FER+ majority"
CURVE_FACES, CURVE_SEED = 1500, 0
TAIL = 0.1
BY_LIGHT = ("darkest tenth", "middle", "brightest tenth")
BY_FOCUS = ("blurriest tenth", "middle", "sharpest tenth")
BY_SIZE = ("under 40 px", "40 to 50 px", "50 to 60 px", "over 60 px")
BY_ROLL = ("under 5 degrees", "5 to 10 degrees", "over 10 degrees")
BY_YUNET = ("found by YuNet", "not found by YuNet")


def curve_sample(faces: FerPlus) -> FerPlus:
    """The same at most 1,500 faces every time."""
    order = np.random.default_rng(CURVE_SEED).permutation(len(faces))
    return faces.select(np.sort(order[:CURVE_FACES]))


def face_curves(read: Read, faces: FerPlus) -> list[Curve]:
    """Accuracy by both sets of labels against rotation, brightness, JPEG quality and face size."""
    majority = faces.majority()

    def swept(sweep: Sweep, change: Callable[[Pixels, float], Pixels]) -> Curve:
        def measure(strength: float) -> dict[str, float]:
            predicted = read([change(image, strength) for image in faces.images])
            return {
                FER_LABELS: metrics.accuracy(predicted, faces.labels),
                MAJORITY: metrics.accuracy(predicted, majority),
            }

        return trace(sweep, measure)

    return [
        swept(ROTATION, distortions.rotated),
        swept(BRIGHTNESS, distortions.brightened),
        swept(JPEG, distortions.compressed),
        swept(FACE_SIZE, distortions.shrunk),
    ]


def robustness_figures(curves: Sequence[Curve]) -> dict[str, float]:
    """What worse pictures cost by FER2013's labels: percentage points, and shares right."""
    rotation, brightness, jpeg, size = curves
    return {
        "sample_accuracy": size.share(FER_LABELS, FACE_SIZE.unchanged),
        **{f"sample_accuracy_{side}px": size.share(FER_LABELS, side) for side in (24, 16, 12)},
        "points_lost_rotation_20": rotation.points_lost(FER_LABELS, -20, 20),
        "points_lost_brightness_half": brightness.points_lost(FER_LABELS, 0.5),
        "points_lost_jpeg_40": jpeg.points_lost(FER_LABELS, 40),
        "points_lost_32px": size.points_lost(FER_LABELS, 32),
    }


def face_slices(faces: FerPlus, right: NDArray[np.bool_], data: Path) -> list[Slice]:
    """Accuracy by brightness, blur, and the face's size and roll in the 48-pixel picture."""
    light = np.array([slices.brightness(image) for image in faces.images])
    focus = np.array([slices.sharpness(image) for image in faces.images])
    side, roll = geometry(faces.images, data / TEACHER_WEIGHTS).T
    unseen = np.isnan(side).astype(np.float64)
    return [
        *slices.tails("brightness", light, right, TAIL, BY_LIGHT),
        *slices.tails("blur", focus, right, TAIL, BY_FOCUS),
        *slices.between("size", side, right, (40, 50, 60), BY_SIZE),
        *slices.between("rotation", np.abs(roll), right, (5, 10), BY_ROLL),
        *slices.between("frontal", unseen, right, (0.5,), BY_YUNET),
    ]
