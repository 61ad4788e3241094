"""Pieces of live sound to samples: PCM as it is, Opus packets through FFmpeg's decoder."""

import av
import numpy as np
from av.audio.resampler import AudioResampler

from mien.errors import UndecodableAudio
from mien.media.audio import SAMPLE_RATE, Sound
from services.stream.protocol import Kind, Message


class SoundDecoder:
    """The decoder of one stream, whose Opus packets depend on those before."""

    def __init__(self) -> None:
        self._opus = av.CodecContext.create("opus", "r")
        self._resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)

    def samples(self, message: Message) -> Sound:
        """Samples [n] in -1..1 at 16 kHz. Raises UndecodableAudio."""
        if message.kind is Kind.PCM:
            whole = len(message.payload) // 2 * 2
            return _scaled(np.frombuffer(message.payload[:whole], "<i2"))
        try:
            frames = self._opus.decode(av.Packet(message.payload))
            parts = [part for frame in frames for part in self._resampler.resample(frame)]
        except (av.FFmpegError, ValueError) as error:
            raise UndecodableAudio(f"no Opus packet that can be decoded: {error}") from error
        heard = [part.to_ndarray()[0] for part in parts]
        return _scaled(np.concatenate(heard)) if heard else np.zeros(0, np.float32)


def _scaled(samples: np.ndarray) -> Sound:
    return np.asarray(samples / np.float32(32768), np.float32)
