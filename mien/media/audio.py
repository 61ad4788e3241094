"""Encoded sound, of a file or a clip, to one channel of samples, within limits.

    bytes --PyAV--> first audio stream --mix to mono, resample--> float32 at 16 kHz

A container need not say how long it is (a recording of a browser does not), so the limit is
checked while decoding, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from mien.errors import AudioTooLong, NoAudio, UndecodableAudio
from mien.media.container import opened, stated_seconds
from mien.media.decoding import Decoding
from mien.media.streams import sound_stream

SAMPLE_RATE = 16_000
"""Samples a second of every sound in Mien."""

Sound = NDArray[np.float32]
"""Samples [n] in -1..1, one channel at SAMPLE_RATE."""


_Kind = tuple[str, str, int]
"""Sample format, channels and samples a second."""

_SILENCE: Sound = np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class AudioLimits:
    """Longest sound taken, in seconds."""

    max_seconds: float

    def check(self, seconds: float | None) -> None:
        """Raise AudioTooLong for a length over the limit; None is a length that is not known."""
        if seconds is not None and seconds > self.max_seconds:
            raise AudioTooLong(f"the sound is longer than {self.max_seconds:g} seconds")


class Mixer:
    """Decoded sound of one stream to one channel, whatever its rate and channels are.

    A broadcast may go from stereo to 5.1 and back. Channels with places around a listener are
    mixed as FFmpeg mixes them; of those without, as a recorder's inputs, the mean is taken.
    """

    def __init__(self) -> None:
        self._kind: _Kind | None = None
        self._resampler: AudioResampler | None = None

    def mix(self, frame: av.AudioFrame | None) -> Sound:
        """The samples that a frame adds; at the end, given None, those that were held back.

        Raises av.FFmpegError or ValueError for what FFmpeg cannot mix.
        """
        parts: list[av.AudioFrame] = []
        kind = None if frame is None else _kind(frame)
        if kind != self._kind:
            parts += self._resampler.resample(None) if self._resampler else []
            self._kind, self._resampler = kind, None if frame is None else _resampler(frame)
        if self._resampler:
            parts += self._resampler.resample(frame)
        return np.concatenate([*map(_mean, parts)]) if parts else _SILENCE


def decode_audio(source: bytes | Path, limits: AudioLimits) -> Sound:
    """All samples of the first audio stream; what is readable of a damaged file.

    Raises EmptyBody, UndecodableAudio, NoAudio for a clip without sound, AudioTooLong, or OSError
    for a path that cannot be read.
    """
    with opened(source, UndecodableAudio) as container:
        stream = sound_stream(container)
        if stream is None:
            raise NoAudio("the file has no audio stream")
        limits.check(stated_seconds(container))
        return _whole(Decoding(container, [stream]), limits)


def _whole(decoding: Decoding, limits: AudioLimits) -> Sound:
    heard = bytearray()  # grows in place: an hour's samples lie in memory once
    for part in _mixed(decoding):
        heard += part.tobytes()
        limits.check(len(heard) / part.itemsize / SAMPLE_RATE)
    if not heard:
        raise UndecodableAudio(f"no sound can be decoded: {decoding.error or 'there is none'}")
    return np.frombuffer(heard, np.float32)


def _mixed(decoding: Decoding) -> Iterator[Sound]:
    mixer = Mixer()
    try:
        for frame in decoding:
            if isinstance(frame, av.AudioFrame):
                yield mixer.mix(frame)
        yield mixer.mix(None)
    except (av.FFmpegError, ValueError) as error:
        raise UndecodableAudio(f"the sound cannot be mixed to one channel: {error}") from error


def _kind(frame: av.AudioFrame) -> _Kind:
    return frame.format.name, frame.layout.name, frame.sample_rate


def _resampler(frame: av.AudioFrame) -> AudioResampler:
    placed = not frame.layout.name.endswith("channels")
    return AudioResampler(format="s16", layout="mono" if placed else None, rate=SAMPLE_RATE)


def _mean(part: av.AudioFrame) -> Sound:
    samples = part.to_ndarray()
    if part.layout.nb_channels > 1:
        samples = samples.reshape(-1, part.layout.nb_channels).mean(axis=1)
    return np.asarray(samples.reshape(-1) / np.float32(32768), np.float32)
