"""The apparent expression of a face.

frame, box --pre--> grey crop --infer--> logits, distance --post--> calibrated reading
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mien.emoji import nearest_emoji
from mien.media.image import Frame, grey
from mien.perception.face_detector import Face
from mien.runtime.manifest import Manifest
from mien.runtime.session import ModelSession, RuntimeOptions
from mien.taxonomy import LABELS, derived_valence_arousal

Crop = NDArray[np.uint8]
"""A face cut out for the classifier: uint8 [side, side], grey."""


@dataclass(frozen=True, slots=True)
class ExpressionReading:
    """What one face apparently shows.

    `probabilities` are calibrated, in the order of `Expression`, and add up to 1. Valence and
    arousal (-1..1) are derived from them. `uncertain` says that even the likeliest expression
    stays under the model's threshold. `distance` is how far the face is from those that the model
    was trained on, whose mean is 1; None where the model does not tell.
    """

    probabilities: tuple[float, ...]
    dominant: str
    valence: float
    arousal: float
    emoji: str
    uncertain: bool
    distance: float | None = None


class ExpressionClassifier:
    """Seven apparent expressions, model `expression-classifier` of the manifest."""

    NAME = "expression-classifier"

    def __init__(self, manifest: Manifest, options: RuntimeOptions, max_batch: int = 32) -> None:
        """Raises ModelUnavailable, see ModelSession; infers at most `max_batch` faces at once."""
        self.session = ModelSession(manifest, self.NAME, options)
        entry = self.session.entry
        self._side = int(entry.input.shape[1])
        self._crop_scale = entry.parameter("crop_scale")
        self._crop_shift_y = entry.parameter("crop_shift_y")
        self._temperature = entry.parameter("temperature")
        self._max_batch = max_batch
        self._uncertain_below = entry.parameter("uncertain_below")

    def classify(self, crops: Sequence[Crop]) -> list[ExpressionReading]:
        """A reading of each crop."""
        starts = range(0, len(crops), self._max_batch)
        batches = (crops[start : start + self._max_batch] for start in starts)
        return [self.post(*answer) for batch in batches for answer in self.infer(batch)]

    def pre(self, frame: Frame, face: Face | None = None) -> Crop:
        """Cut a face out of a frame as the model was trained to see it.

        Without a face the whole picture is taken as the crop. Beyond the frame's edge the
        nearest pixels are repeated.
        """
        if face is None:
            region = frame
        else:
            region = _square(frame, face, self._crop_scale, self._crop_shift_y)
        shrinks = region.shape[0] > self._side
        filter_ = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        crop = cv2.resize(grey(region), (self._side, self._side), interpolation=filter_)
        return np.asarray(crop, np.uint8)

    def infer(self, crops: Sequence[Crop]) -> Iterable[tuple[NDArray[np.float32], float | None]]:
        """Seven logits, and the distance where the model has that output, of each crop."""
        logits, *others = self.session.run(np.stack(crops))
        distances = others[0].tolist() if others else [None] * len(crops)
        return zip(logits.astype(np.float32), distances, strict=True)

    def post(self, logits: NDArray[np.float32], distance: float | None = None) -> ExpressionReading:
        """Calibrate seven logits (temperature scaling, Guo et al. 2017) and describe them."""
        scaled = logits.astype(np.float64) / self._temperature
        exponentials = np.exp(scaled - scaled.max())
        probabilities = tuple((exponentials / exponentials.sum()).tolist())
        best = int(np.argmax(probabilities))
        valence, arousal = derived_valence_arousal(probabilities)
        return ExpressionReading(
            probabilities=probabilities,
            dominant=LABELS[best],
            valence=valence,
            arousal=arousal,
            emoji=nearest_emoji(valence, arousal),
            uncertain=probabilities[best] < self._uncertain_below,
            distance=distance,
        )


def _square(frame: Frame, face: Face, scale: float, shift_y: float) -> Frame:
    x1, y1, x2, y2 = face.box
    side = max(2, round(scale * max(x2 - x1, y2 - y1)))
    left = round((x1 + x2 - side) / 2)
    top = round((y1 + y2 - side) / 2 + shift_y * side)
    height, width = frame.shape[:2]
    inside = frame[max(0, top) : max(0, top + side), max(0, left) : max(0, left + side)]
    return np.asarray(
        cv2.copyMakeBorder(
            inside,
            max(0, -top),
            max(0, top + side - height),
            max(0, -left),
            max(0, left + side - width),
            cv2.BORDER_REPLICATE,
        ),
        np.uint8,
    )
