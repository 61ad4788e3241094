"""Made-up voices, one way of speaking for each of RAVDESS's eight emotions.

emotion, random generator ─> a pitch that moves its own way ─> harmonics, formants ─> Utterance
"""

import numpy as np

from mien.media.audio import SAMPLE_RATE, Sound
from training.datasets.ravdess import EMOTIONS, Utterance

SECONDS = 2.0
HARMONICS = 12


def made_voice(emotion: int, random: np.random.Generator) -> Sound:
    """Two seconds; each emotion has its pitch, its vibrato and its syllables a second."""
    time = np.arange(int(SECONDS * SAMPLE_RATE)) / SAMPLE_RATE
    pitch = 90 * 1.25**emotion * random.uniform(0.95, 1.05)
    vibrato = 1 + 0.02 * emotion * np.sin(2 * np.pi * 5 * time)
    phase = 2 * np.pi * np.cumsum(pitch * vibrato) / SAMPLE_RATE
    voice = sum(np.sin(k * phase) / k for k in range(1, HARMONICS + 1))
    syllables = 0.6 + 0.4 * np.sin(2 * np.pi * (1.5 + 0.5 * emotion) * time)
    hiss = 0.01 * random.standard_normal(len(time))
    return np.asarray(0.2 * (voice * syllables + hiss), np.float32)


def made_voices(each: int, actor: int, seed: int) -> list[Utterance]:
    """`each` utterances of every emotion."""
    random = np.random.default_rng(seed)
    return [
        Utterance(made_voice(emotion, random), actor, emotion, strong=bool(row % 2))
        for row in range(each)
        for emotion in range(len(EMOTIONS))
    ]
