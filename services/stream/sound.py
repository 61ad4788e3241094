"""Pieces of live sound to samples: PCM as it is, Opus packets through FFmpeg's decoder."""

import av
import numpy as np

from mien.clips.messages import Kind, Message, samples_of
from mien.errors import UndecodableAudio
from mien.media.audio import Mixer, Sound


class SoundDecoder:
    """The decoder of one stream, whose Opus packets depend on those before."""

    def __init__(self) -> None:
        self._opus = av.CodecContext.create("opus", "r")
        self._mixer = Mixer()

    def samples(self, message: Message) -> Sound:
        """Samples [n] in -1..1 at 16 kHz. Raises UndecodableAudio."""
        if message.kind is Kind.PCM:
            return samples_of(message.payload)
        try:
            frames = self._opus.decode(av.Packet(message.payload))
            heard = [self._mixer.mix(frame) for frame in frames]
        except (av.FFmpegError, ValueError) as error:
            raise UndecodableAudio(f"no Opus packet that can be decoded: {error}") from error
        return np.concatenate(heard) if heard else np.zeros(0, np.float32)
