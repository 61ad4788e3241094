"""What goes wrong with a camera and a microphone, step by step.

A corruption takes FER2013's face, uint8 [48, 48], to a whole frame that a camera might deliver, or
a voice to what a microphone might; at its sweep's `unchanged` strength nothing is wrong.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from mien.fusion import Modality
from mien.media.audio import SAMPLE_RATE, Sound
from training.evaluation import distortions
from training.evaluation.curves import Sweep
from training.speech.augmentation import coloured
from training.speech.no_speech import music

Pixels = NDArray[np.uint8]
Signal = TypeVar("Signal", Pixels, Sound)
Change = Callable[[Signal, float, np.random.Generator], Signal]

HEIGHT, WIDTH, SIDE = 240, 320, 96
"""Pixels of the frame, and of the face in its middle."""

GAP = 0.2
"""Seconds of a lost piece of sound."""

SPEAKERS = 4
CAMERA_NOISE = 3.0
RATIOS = (40, 30, 20, 10, 5, 0, -5, -10)
CLEAN = 40


@dataclass(frozen=True)
class Corruption(Generic[Signal]):
    """One way to go wrong; `change` takes the intact face or voice, a strength and a chance."""

    name: str
    modality: Modality
    sweep: Sweep
    change: Change[Signal]


def framed(face: Pixels, side: float = SIDE) -> Pixels:
    """A grey frame [240, 320] with the face in its middle; its edges are repeated around it."""
    picture = distortions.shrunk(face, side)
    height, width = picture.shape
    top, left = (HEIGHT - height) // 2, (WIDTH - width) // 2
    bottom, right = HEIGHT - height - top, WIDTH - width - left
    return np.asarray(
        cv2.copyMakeBorder(picture, top, bottom, left, right, cv2.BORDER_REPLICATE), np.uint8
    )


def camera_corruptions() -> list[Corruption[Pixels]]:
    """Blur, darkness, noise, distance, compression, a turned head, a covered face."""
    changes: list[tuple[str, Sweep, Change[Pixels]]] = [
        ("blur", Sweep("blur, sigma in pixels", (0, 1, 2, 3, 4, 5, 6), 0), _blurred),
        ("darkness", Sweep("brightness, factor", (1, 0.5, 0.25, 0.12, 0.06, 0.03), 1), _darkened),
        ("noise", Sweep("noise, deviation in levels", (0, 10, 20, 30, 40, 60), 0), _noisy),
        ("distance", Sweep("face, pixels", (SIDE, 64, 48, 32, 24, 16), SIDE), _far),
        ("JPEG", Sweep("JPEG quality", (100, 40, 20, 10, 5, 3, 1), 100), _compressed),
        ("turned", Sweep("turned, degrees", (0, 10, 20, 30, 45, 60), 0), _turned),
        ("covered", Sweep("covered from below, share", (0, 0.1, 0.2, 0.35, 0.5, 0.6), 0), _covered),
    ]
    return [Corruption(name, Modality.FACE, sweep, change) for name, sweep, change in changes]


def microphone_corruptions(others: Sequence[Sound]) -> list[Corruption[Sound]]:
    """Noise, hum, music and other voices, each `RATIOS` dB under the voice; lost pieces; muffling.

    `others` are the voices that talk at the same time.
    """

    def babble(sound: Sound, ratio: float, random: np.random.Generator) -> Sound:
        return behind(sound, _talk(len(sound), others, random), ratio)

    ratios = Sweep(f"signal-to-noise ratio, dB; {CLEAN}: none", RATIOS, CLEAN)
    lost = Sweep("lost pieces, share", (0, 0.2, 0.4, 0.6, 0.8, 0.9), 0)
    muffled = Sweep("muffled above, Hz", (8000, 4000, 3000, 2000, 1000, 500), 8000)
    changes: list[tuple[str, Sweep, Change[Sound]]] = [
        ("white noise", ratios, lambda s, r, random: behind(s, coloured(len(s), 0, random), r)),
        ("hum", ratios, lambda s, r, random: behind(s, _hum(len(s), random), r)),
        ("music", ratios, lambda s, r, random: behind(s, music(len(s), random), r)),
        ("babble", ratios, babble),
        ("gaps", lost, _with_gaps),
        ("muffled", muffled, _muffled),
    ]
    return [Corruption(name, Modality.VOICE, sweep, change) for name, sweep, change in changes]


def behind(sound: Sound, noise: Sound, ratio: float) -> Sound:
    """A voice with noise whose mean power is `ratio` dB under its own; none at CLEAN."""
    if ratio == CLEAN:
        return sound
    factor = sound.std() / (10 ** (ratio / 20) * max(float(noise.std()), 1e-9))
    return np.asarray(sound + factor * noise, np.float32)


def _blurred(face: Pixels, sigma: float, random: np.random.Generator) -> Pixels:
    frame = framed(face)
    return frame if sigma == 0 else np.asarray(cv2.GaussianBlur(frame, (0, 0), sigma), np.uint8)


def _darkened(face: Pixels, factor: float, random: np.random.Generator) -> Pixels:
    frame = framed(face)
    return frame if factor == 1 else _with_noise(frame * np.float32(factor), CAMERA_NOISE, random)


def _noisy(face: Pixels, deviation: float, random: np.random.Generator) -> Pixels:
    return _with_noise(framed(face).astype(np.float32), deviation, random)


def _with_noise(
    values: NDArray[np.float32], deviation: float, random: np.random.Generator
) -> Pixels:
    noise = deviation * random.standard_normal(values.shape, np.float32)
    return np.clip(np.round(values + noise), 0, 255).astype(np.uint8)


def _far(face: Pixels, side: float, random: np.random.Generator) -> Pixels:
    return framed(face, side)


def _compressed(face: Pixels, quality: float, random: np.random.Generator) -> Pixels:
    return distortions.compressed(framed(face), quality)


def _turned(face: Pixels, degrees: float, random: np.random.Generator) -> Pixels:
    return distortions.rotated(framed(face), degrees)


def _covered(face: Pixels, share: float, random: np.random.Generator) -> Pixels:
    frame = framed(face)
    bottom, left = (HEIGHT + SIDE) // 2, (WIDTH - SIDE) // 2
    frame[bottom - round(SIDE * share) : bottom, left : left + SIDE] = int(frame.mean())
    return frame


def _hum(samples: int, random: np.random.Generator) -> Sound:
    time = np.arange(samples) / SAMPLE_RATE
    pitch, phase = random.choice((50.0, 60.0)), random.uniform(0, 2 * np.pi)
    waves = [np.sin(k * (2 * np.pi * pitch * time + phase)) / k for k in range(1, 12)]
    return np.asarray(np.sum(waves, axis=0), np.float32)


def _talk(samples: int, others: Sequence[Sound], random: np.random.Generator) -> Sound:
    voices = [others[int(random.integers(len(others)))] for _ in range(SPEAKERS)]
    loud = [np.resize(voice / voice.std(), samples) for voice in voices]
    return np.asarray(
        np.sum([np.roll(voice, int(random.integers(samples))) for voice in loud], axis=0),
        np.float32,
    )


def _with_gaps(sound: Sound, share: float, random: np.random.Generator) -> Sound:
    sound, length = sound.copy(), int(GAP * SAMPLE_RATE)
    starts = random.permutation(np.arange(0, len(sound), length))
    for start in starts[: round(share * len(starts))]:
        sound[start : start + length] = 0.0
    return sound


def _muffled(sound: Sound, hertz: float, random: np.random.Generator) -> Sound:
    if hertz >= SAMPLE_RATE / 2:
        return sound
    spectrum = np.fft.rfft(sound)
    frequencies = np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE)
    spectrum /= np.sqrt(1 + (frequencies / hertz) ** 8)  # a Butterworth filter of the fourth order
    return np.asarray(np.fft.irfft(spectrum, len(sound)), np.float32)
