"""How a voice apparently sounds.

    samples --log-mel--> voice activity
                     +-> windows of 3 s --infer--> 8 emotions, valence, arousal
            --post--> mean over the windows, calm counted as neutral --> calibrated reading
                      valence and arousal spread as far as their targets were

The model's classes are RAVDESS's eight; its arousal and valence were trained on targets derived
from those classes and their acted intensity, not on ratings.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mien.media.audio import Sound
from mien.perception.log_mel import BANDS, log_mel
from mien.perception.voice_activity import VoiceActivity, voice_activity
from mien.runtime.manifest import Manifest
from mien.runtime.session import ModelSession, RuntimeOptions
from mien.taxonomy import LABELS

Bands = NDArray[np.float32]
"""Log-mel powers [frames, BANDS] of a whole sound."""

Windows = NDArray[np.float32]
"""Log-mel powers [windows, frames, BANDS]."""

DIMENSIONS = ("valence", "arousal")
"""In the order of the model's second output."""

_MOST_WINDOWS = 32
"""Inferred at once."""

_MERGED = {"calm": "neutral"}


@dataclass(frozen=True, slots=True)
class SpeechReading:
    """What a voice apparently expresses.

    `probabilities` are calibrated, in the order of `Expression`, and add up to 1. Valence and
    arousal are in -1..1. `uncertain` says that even the likeliest expression stays under the
    model's threshold, as it does for silence, noise and music, or that no voice was heard.
    """

    probabilities: tuple[float, ...]
    dominant: str
    valence: float
    arousal: float
    uncertain: bool
    activity: VoiceActivity


class SpeechReader:
    """Seven apparent expressions of a voice, model `speech-emotion` of the manifest."""

    NAME = "speech-emotion"

    def __init__(self, manifest: Manifest, options: RuntimeOptions) -> None:
        """Raises ModelUnavailable, see ModelSession."""
        self.session = ModelSession(manifest, self.NAME, options)
        entry = self.session.entry
        self._frames = int(entry.input.shape[1])
        self._temperature = entry.parameter("temperature")
        self._uncertain_below = entry.parameter("uncertain_below")
        self._scales, self._shifts = (
            np.array([entry.parameter(f"{dimension}_{kind}") for dimension in DIMENSIONS])
            for kind in ("scale", "shift")
        )
        self._to_labels = _merging(entry.labels)

    def listen(self, sound: Sound) -> SpeechReading:
        """One reading of a whole sound of any length above 0 samples."""
        bands = log_mel(sound)
        return self.post(*self.infer(self.windows(bands)), voice_activity(bands))

    def windows(self, bands: Bands) -> Windows:
        """Windows that overlap by a third; a shorter sound stands amid its own near-silence."""
        if len(bands) <= self._frames:
            window = np.full((self._frames, BANDS), bands.min(axis=0), np.float32)
            start = (self._frames - len(bands)) // 2
            window[start : start + len(bands)] = bands
            return window[None]
        count = 1 + math.ceil((len(bands) - self._frames) / (self._frames * 2 / 3))
        starts = np.linspace(0, len(bands) - self._frames, count).astype(int)
        return np.stack([bands[start : start + self._frames] for start in starts])

    def infer(self, windows: Windows) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Logits [windows, 8], and valence and arousal [windows, 2]."""
        starts = range(0, len(windows), _MOST_WINDOWS)
        parts = [self.session.run(windows[start : start + _MOST_WINDOWS]) for start in starts]
        logits, dimensions = (np.concatenate(part) for part in zip(*parts, strict=True))
        return np.asarray(logits, np.float32), np.asarray(dimensions, np.float32)

    def eight(self, logits: NDArray[np.float32]) -> NDArray[np.float64]:
        """Calibrated probabilities [8] of the model's own classes, the mean over windows."""
        scaled = logits.astype(np.float64) / self._temperature
        exponentials = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        shares = exponentials / exponentials.sum(axis=1, keepdims=True)
        return np.asarray(shares.mean(axis=0), np.float64)

    def post(
        self,
        logits: NDArray[np.float32],
        dimensions: NDArray[np.float32],
        activity: VoiceActivity,
    ) -> SpeechReading:
        """Calibrate (temperature scaling, Guo et al. 2017), average over windows, describe."""
        probabilities = (self.eight(logits) @ self._to_labels).tolist()
        best = int(np.argmax(probabilities))
        spread = dimensions.mean(axis=0) * self._scales + self._shifts
        valence, arousal = np.clip(spread, -1.0, 1.0).tolist()
        return SpeechReading(
            probabilities=tuple(probabilities),
            dominant=LABELS[best],
            valence=valence,
            arousal=arousal,
            uncertain=probabilities[best] < self._uncertain_below or activity.quality == 0.0,
            activity=activity,
        )


def _merging(classes: tuple[str, ...]) -> NDArray[np.float64]:
    """1 where a model's class [rows] counts as one of LABELS [columns]."""
    names = [_MERGED.get(name, name) for name in classes]
    return np.array([[float(name == label) for label in LABELS] for name in names])
