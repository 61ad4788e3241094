"""Whether a sound holds a voice, and how well it can be heard: what fusion weighs a voice by.

log-mel bands ─> levels ─> how far, and how often, they stand above the quietest ─> VoiceActivity
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

AUDIBLE_LEVEL = -14.0
"""Natural logarithm of a mel band's power, mean over the bands, that speech exceeds."""

VOICED_RISE = 2.0
"""How far, in natural logarithms of power, a voiced frame stands above the background (9 dB)."""

FULL_RISE = 5.5
"""The same for a voice that loses nothing to the background (24 dB)."""

FULL_SHARE = 0.3
"""The share of voiced frames from which a sound loses nothing by its pauses."""


@dataclass(frozen=True, slots=True)
class VoiceActivity:
    """Share of voiced frames, 0..1, and the voice's level above the background in decibels."""

    voiced_share: float
    signal_to_noise: float

    @property
    def quality(self) -> float:
        """0..1: nothing without a voice, one for a clear one that speaks a third of the time."""
        clear = min(1.0, max(0.0, self.signal_to_noise / decibels(FULL_RISE)))
        return clear * min(1.0, self.voiced_share / FULL_SHARE)


def voice_activity(bands: NDArray[np.float32]) -> VoiceActivity:
    """Energy-based voice activity of log-mel powers [frames, BANDS].

    The background is the mean of the quietest tenth of the frames: steady noise is background,
    whatever its level, and so is steady music. Frames that stand 9 dB above it are voiced.
    """
    levels = bands.mean(axis=1)
    background = float(np.sort(levels)[: max(1, len(levels) // 10)].mean())
    voiced = (levels > background + VOICED_RISE) & (levels > AUDIBLE_LEVEL)
    if not voiced.any():
        return VoiceActivity(0.0, 0.0)
    rise = float(levels[voiced].mean()) - background
    return VoiceActivity(float(voiced.mean()), decibels(rise))


def decibels(natural: float) -> float:
    """Natural logarithm of a power ratio in decibels."""
    return natural * 10.0 / math.log(10.0)
