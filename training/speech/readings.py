"""What the served speech model hears in labelled utterances, and the figures of that."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mien.media.audio import Sound
from mien.perception.log_mel import log_mel
from mien.perception.speech import SpeechReader
from mien.perception.voice_activity import voice_activity
from mien.taxonomy import LABELS
from training import metrics
from training.datasets.ravdess import EMOTIONS

EXPRESSION_OF = np.array([LABELS.index("neutral" if e == "calm" else e) for e in EMOTIONS])
"""The index into LABELS of each of EMOTIONS."""


@dataclass(frozen=True)
class Readings:
    """Readings of utterances beside their labels, as columns."""

    emotions: NDArray[np.int64]  # [n] what was acted, an index into EMOTIONS
    eight: NDArray[np.float64]  # [n, 8] calibrated, over EMOTIONS
    seven: NDArray[np.float64]  # [n, 7] the same over LABELS
    uncertain: NDArray[np.bool_]  # [n]

    @property
    def expressions(self) -> NDArray[np.int64]:
        """What was acted, an index into LABELS [n]."""
        return np.asarray(EXPRESSION_OF[self.emotions], np.int64)

    @property
    def uar_eight(self) -> float:
        """Unweighted average recall over EMOTIONS, 0..1."""
        return metrics.uar(self.eight.argmax(axis=1), self.emotions, len(EMOTIONS))


def read(reader: SpeechReader, sounds: Sequence[Sound], emotions: Sequence[int]) -> Readings:
    """Listen to sounds whose acted emotions are known."""
    bands = [log_mel(sound) for sound in sounds]
    inferred = [reader.infer(reader.windows(each)) for each in bands]
    found = [
        reader.post(*outputs, voice_activity(each))
        for outputs, each in zip(inferred, bands, strict=True)
    ]
    return Readings(
        emotions=np.asarray(emotions, np.int64),
        eight=np.array([reader.eight(logits) for logits, _ in inferred]),
        seven=np.array([reading.probabilities for reading in found]),
        uncertain=np.array([reading.uncertain for reading in found]),
    )


def class_figures(seen: Readings) -> dict[str, float]:
    """Recalls over the eight classes and the seven, calibration, and how much is certain."""
    heard = seen.seven.argmax(axis=1)
    recalls = metrics.recalls(seen.eight.argmax(axis=1), seen.emotions, len(EMOTIONS))
    right, certain = heard == seen.expressions, ~seen.uncertain
    return {
        "utterances": float(len(heard)),
        "uar_eight": seen.uar_eight,
        "uar_seven": metrics.uar(heard, seen.expressions, len(LABELS)),
        "ece_seven": metrics.expected_calibration_error(seen.seven, seen.expressions),
        "certain_share": float(certain.mean()),
        "certain_accuracy": float(right[certain].mean()) if certain.any() else 0.0,
        **{f"recall_{name}": float(v) for name, v in zip(EMOTIONS, recalls, strict=True)},
    }
