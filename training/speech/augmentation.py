"""What happens to a voice on its way to a microphone, at random, in NumPy.

    sound --reverberation, noise, codec, gain--> log-mel with another tempo and vocal tract
          --> window of fixed length --> masks over time and frequency

Impulse responses are decaying noise; noise is white, pink, hum or other speakers' voices.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mien.media.audio import SAMPLE_RATE, Sound
from mien.perception.log_mel import BANDS, FRAME, HOP, log_mel

Spectrogram = NDArray[np.float32]
"""Log-mel powers [frames, BANDS]."""


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How often and how much; shares are of the sounds, 0...1."""

    reverberation_share: float
    noise_share: float
    signal_to_noise: tuple[float, float]  # dB
    codec_share: float
    gain: float  # dB, either way
    tempo: float  # share of the speed, either way
    vocal_tract: float  # share of the frequencies, either way
    time_mask: int  # frames at most
    band_mask: int  # bands at most
    masks: int  # of each kind, at most


def augmented(
    sound: Sound,
    others: Sequence[Sound],
    how: Augmentation,
    frames: int,
    random: np.random.Generator,
) -> Spectrogram:
    """A changed voice as a window of `frames` frames; `others` are voices to talk behind it."""
    sound = piece(sound, int(frames * HOP * (1 + how.tempo)) + FRAME, random)
    if random.random() < how.reverberation_share:
        sound = reverberated(sound, random)
    if random.random() < how.noise_share:
        sound = noisy(sound, some_noise(len(sound), others, random), how, random)
    if random.random() < how.codec_share:
        sound = coded(sound, random)
    sound = sound * np.float32(10 ** (random.uniform(-how.gain, how.gain) / 20))
    hop = round(HOP * (1 + random.uniform(-how.tempo, how.tempo)))
    bands = log_mel(sound, hop, 1 + random.uniform(-how.vocal_tract, how.vocal_tract))
    return masked(window(bands, frames, random), how, random)


def piece(sound: Sound, samples: int, random: np.random.Generator) -> Sound:
    """`samples` samples of it from anywhere, or all of it where it is shorter."""
    start = int(random.integers(max(1, len(sound) - samples + 1)))
    return sound[start : start + samples]


def reverberated(sound: Sound, random: np.random.Generator) -> Sound:
    """In a room with a reverberation time of 0.1 to 0.9 seconds."""
    seconds = random.uniform(0.1, 0.9)
    time = np.arange(int(seconds * SAMPLE_RATE), dtype=np.float32) / SAMPLE_RATE
    response = random.standard_normal(len(time), np.float32) * 10 ** (-3 * time / seconds)
    response *= random.uniform(0.02, 0.12)
    response[0] = 1.0
    size = _fast_size(len(sound) + len(time))
    wet = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(response, size), size)
    return np.asarray(wet[: len(sound)], np.float32)


def some_noise(samples: int, others: Sequence[Sound], random: np.random.Generator) -> Sound:
    """White, pink or brown noise, hum, or two other voices; any loudness."""
    kind = int(random.integers(4))
    if kind == 3 and others:
        voices = [others[int(random.integers(len(others)))] for _ in range(2)]
        return np.asarray(sum(np.resize(voice, samples) for voice in voices), np.float32)
    noise = coloured(samples, exponent=float(kind % 3), random=random)
    if random.random() < 0.3:
        time = np.arange(samples) / SAMPLE_RATE
        hum = np.sin(2 * np.pi * random.choice((50.0, 60.0, 120.0)) * time)
        noise = noise + noise.std() * hum.astype(np.float32)
    return noise


def coloured(samples: int, exponent: float, random: np.random.Generator) -> Sound:
    """Noise whose power falls with frequency to the `exponent`: white 0, pink 1, brown 2."""
    size = _fast_size(samples)
    spectrum = np.fft.rfft(random.standard_normal(size, np.float32))
    frequencies = np.maximum(np.fft.rfftfreq(size, 1 / SAMPLE_RATE), 20.0)
    noise = np.fft.irfft(spectrum * frequencies ** (-exponent / 2), size)
    return np.asarray(noise[:samples], np.float32)


def _fast_size(samples: int) -> int:
    """The next power of two, for which Fourier transforms are fast."""
    return 1 << (samples - 1).bit_length()


def noisy(sound: Sound, noise: Sound, how: Augmentation, random: np.random.Generator) -> Sound:
    """`noise` behind the voice at a random signal-to-noise ratio."""
    ratio = 10 ** (random.uniform(*how.signal_to_noise) / 20)
    factor = sound.std() / (ratio * max(float(noise.std()), 1e-9))
    return np.asarray(sound + factor * noise, np.float32)


def coded(sound: Sound, random: np.random.Generator) -> Sound:
    """Through a telephone or a poor codec: a limited band, coarse steps."""
    size = _fast_size(len(sound))
    spectrum = np.fft.rfft(sound, size)
    frequencies = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    spectrum[frequencies < random.uniform(50, 300)] = 0
    spectrum[frequencies > random.uniform(3000, 7000)] = 0
    limited = np.asarray(np.fft.irfft(spectrum, size)[: len(sound)], np.float32)
    peak = max(float(np.abs(limited).max()), 1e-9)
    squeezed = np.sign(limited) * np.log1p(255 * np.abs(limited) / peak)  # mu-law
    steps = random.choice((8, 16, 32))
    coarse = np.round(squeezed * steps) / steps
    return np.asarray(np.sign(coarse) * np.expm1(np.abs(coarse)) * peak / 255, np.float32)


def window(bands: Spectrogram, frames: int, random: np.random.Generator) -> Spectrogram:
    """A piece of `frames` frames; what is shorter stands somewhere in near-silence."""
    if len(bands) >= frames:
        start = int(random.integers(len(bands) - frames + 1))
        return bands[start : start + frames]
    padded = np.full((frames, BANDS), bands.min(axis=0), np.float32)
    start = int(random.integers(frames - len(bands) + 1))
    padded[start : start + len(bands)] = bands
    return padded


def masked(bands: Spectrogram, how: Augmentation, random: np.random.Generator) -> Spectrogram:
    """SpecAugment (Park et al. 2019): bars over time and frequency at the mean level."""
    bands = bands.copy()
    mean = bands.mean()
    for _ in range(int(random.integers(how.masks + 1))):
        width = int(random.integers(how.time_mask + 1))
        start = int(random.integers(len(bands) - width + 1))
        bands[start : start + width] = mean
    for _ in range(int(random.integers(how.masks + 1))):
        width = int(random.integers(how.band_mask + 1))
        start = int(random.integers(BANDS - width + 1))
        bands[:, start : start + width] = mean
    return bands
