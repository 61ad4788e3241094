"""Whether a sound holds a voice, and how well it can be heard: what fusion weighs a voice by.

log-mel bands ─> levels ─> how far, and how often, they stand above the quietest ─┐
            └──> spectrum of the frames that do ─> how many bands carry sound ────┴─> VoiceActivity
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

FULL_SHARE = 0.4
"""The share of voiced frames from which a clear voice loses nothing by its pauses."""

NOISE_POWER = 0.25
"""How little noise alone takes: the model's own probabilities flatten behind it."""

BAND_RANGE = 8.0
"""How far, in natural logarithms of power, a band may lie below the loudest one (35 dB)."""

BAND_POWER = 2.0
"""How much missing bands take: behind hum or a wall the model is sure, and wrong."""


@dataclass(frozen=True, slots=True)
class VoiceActivity:
    """Share of voiced frames, 0..1, and the voice's level above the background in decibels.

    `bandwidth` is the share of the bands, 0..1, that carry sound while the voice speaks: about 0.7
    on a telephone.
    """

    voiced_share: float
    signal_to_noise: float
    bandwidth: float = 1.0

    @property
    def quality(self) -> float:
        """0..1: nothing without a voice, one for a clear, full one that speaks 2/5 of the time.

        Noise hides the quieter frames of a voice, so the lower it stands, the fewer voiced frames
        are asked for: few of them are a fault where the voice is clear, as pauses and lost pieces
        are, and no second fault where it is not.
        """
        least, full = decibels(VOICED_RISE), decibels(FULL_RISE)
        clear = min(1.0, (self.signal_to_noise - least) / (full - least))
        if self.voiced_share == 0.0 or clear <= 0.0:
            return 0.0
        heard = clear**NOISE_POWER * min(1.0, self.voiced_share / (FULL_SHARE * clear))
        return float(heard * self.bandwidth**BAND_POWER)


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
    spectrum = bands[voiced].mean(axis=0)
    bandwidth = float((spectrum > spectrum.max() - BAND_RANGE).mean())
    return VoiceActivity(float(voiced.mean()), decibels(rise), bandwidth)


def decibels(natural: float) -> float:
    """Natural logarithm of a power ratio in decibels."""
    return natural * 10.0 / math.log(10.0)
