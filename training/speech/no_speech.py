"""Sounds without a voice, made on the fly, which the model must not read an emotion from.

silence, noise, hums and beeps, drums, chords of plucked and bowed harmonics --> Sound
"""

from collections.abc import Callable

import numpy as np

from mien.media.audio import SAMPLE_RATE, Sound
from training.speech.augmentation import coloured

_SCALE = (0, 2, 4, 5, 7, 9, 11)


def no_speech(seconds: float, random: np.random.Generator) -> Sound:
    """One of them, of any loudness."""
    makers: tuple[Callable[[int, np.random.Generator], Sound], ...] = (silence, noise, tone, music)
    samples = int(seconds * SAMPLE_RATE)
    sound = makers[int(random.integers(len(makers)))](samples, random)
    return sound * np.float32(10 ** random.uniform(-2.0, 0.0))


def silence(samples: int, random: np.random.Generator) -> Sound:
    """Digital silence, or what a quiet room leaves of it."""
    level = 0.0 if random.random() < 0.2 else 10 ** random.uniform(-5, -3)
    return np.asarray(level * coloured(samples, 1.0, random), np.float32)


def noise(samples: int, random: np.random.Generator) -> Sound:
    """Coloured noise, some of it swelling as wind and traffic do."""
    made = coloured(samples, random.uniform(0, 2), random)
    if random.random() < 0.5:
        time = np.arange(samples) / SAMPLE_RATE
        swell = 1 + np.sin(2 * np.pi * random.uniform(0.1, 4) * time + random.uniform(0, 6))
        made = made * swell.astype(np.float32)
    return np.asarray(made / max(float(np.abs(made).max()), 1e-9), np.float32)


def tone(samples: int, random: np.random.Generator) -> Sound:
    """A hum, whistle, siren or beep: harmonics of a pitch that stays, glides or repeats."""
    time = np.arange(samples) / SAMPLE_RATE
    start, end = np.exp(random.uniform(np.log(50), np.log(2500), 2))
    hertz = np.full(samples, start) if random.random() < 0.5 else np.geomspace(start, end, samples)
    wobble = random.uniform(0, 0.08) * np.sin(2 * np.pi * random.uniform(0.3, 7) * time)
    phase = 2 * np.pi * np.cumsum(hertz * (1 + wobble)) / SAMPLE_RATE
    sharpness = random.uniform(0.8, 4)
    harmonics = range(1, 1 + int(random.integers(1, 9)))
    made = sum((np.sin(k * phase) / k**sharpness for k in harmonics), np.zeros(samples))
    if random.random() < 0.4:
        made = made * (
            np.sin(2 * np.pi * random.uniform(0.5, 6) * time) > random.uniform(-0.8, 0.8)
        )
    return np.asarray(made / max(float(np.abs(made).max()), 1e-9), np.float32)


def music(samples: int, random: np.random.Generator) -> Sound:
    """Notes of a scale in chords or alone, perhaps with drums."""
    made = np.zeros(samples, np.float32)
    beat = int(SAMPLE_RATE * random.uniform(0.2, 0.7))
    root, sharpness = random.uniform(80, 400), random.uniform(0.8, 2.5)
    drums = random.random() < 0.5
    for start in range(0, samples, beat):
        for _ in range(int(random.integers(1, 4))):
            step = _SCALE[int(random.integers(7))] + 12 * int(random.integers(3))
            made[start:] += _note(samples - start, root * 2 ** (step / 12), sharpness, random)
        if drums:
            made[start:] += _drum(samples - start, random)
    return made / max(float(np.abs(made).max()), 1e-9)


def _note(samples: int, hertz: float, sharpness: float, random: np.random.Generator) -> Sound:
    length = min(samples, int(SAMPLE_RATE * random.uniform(0.3, 1.5)))
    time = np.arange(length, dtype=np.float32) / SAMPLE_RATE
    tone = np.zeros(samples, np.float32)
    for harmonic in range(1, 9):
        if harmonic * hertz < SAMPLE_RATE / 2:
            phase = random.uniform(0, 6)
            partial = np.sin(2 * np.pi * harmonic * hertz * time + phase)
            tone[:length] += (partial / harmonic**sharpness).astype(np.float32)
    tone[:length] *= np.exp(-time * random.uniform(0.5, 6)) * np.minimum(1, time * 100)
    return tone


def _drum(samples: int, random: np.random.Generator) -> Sound:
    length = min(samples, SAMPLE_RATE // 5)
    time = np.arange(length, dtype=np.float32) / SAMPLE_RATE
    hit = np.zeros(samples, np.float32)
    hit[:length] = coloured(length, random.uniform(0, 2), random) if length > 1 else 0
    hit[:length] *= np.exp(-time * random.uniform(15, 60)) * random.uniform(0.5, 3)
    return hit
