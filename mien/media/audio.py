"""Encoded sound, of a file or a clip, to one channel of samples, within limits.

    bytes --PyAV--> first audio stream --mix to mono, resample--> float32 at 16 kHz

A container need not say how long it is (a recording of a browser does not), so the limit is
checked while decoding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from mien.errors import AudioTooLong, EmptyBody, NoAudio, UndecodableAudio

SAMPLE_RATE = 16_000
"""Samples a second of every sound in Mien."""

Sound = NDArray[np.float32]
"""Samples [n] in -1..1, one channel at SAMPLE_RATE."""


@dataclass(frozen=True, slots=True)
class AudioLimits:
    """Longest sound taken, in seconds."""

    max_seconds: float


def decode_audio(source: bytes | Path, limits: AudioLimits) -> Sound:
    """All samples of the first audio stream; what is readable of a file that ends too early.

    Raises EmptyBody, UndecodableAudio, NoAudio for a clip without sound, or AudioTooLong.
    """
    if isinstance(source, bytes) and not source:
        raise EmptyBody("the body has no bytes")
    most = int(limits.max_seconds * SAMPLE_RATE)
    parts: list[NDArray[np.int16]] = []
    total = 0
    for part in _decoded(source):
        parts.append(part)
        total += len(part)
        if total > most:
            raise AudioTooLong(f"the sound is longer than {limits.max_seconds:g} seconds")
    if not total:
        raise UndecodableAudio("the audio stream holds no sound")
    return np.asarray(np.concatenate(parts) / np.float32(32768), np.float32)


def _decoded(source: bytes | Path) -> Iterator[NDArray[np.int16]]:
    opened = False
    try:
        file = BytesIO(source) if isinstance(source, bytes) else str(source)
        with av.open(file, mode="r") as container:
            if not container.streams.audio:
                raise NoAudio("the file has no audio stream")
            resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
            for frame in container.decode(container.streams.audio[0]):
                yield from _samples(resampler, frame)
                opened = True
            yield from _samples(resampler, None)
    except (av.FFmpegError, ValueError) as error:
        if not opened:
            raise UndecodableAudio(f"the bytes are no sound that can be read: {error}") from error


def _samples(resampler: AudioResampler, frame: AudioFrame | None) -> Iterator[NDArray[np.int16]]:
    for part in resampler.resample(frame):
        yield np.asarray(part.to_ndarray()[0], np.int16)
