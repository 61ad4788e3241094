"""Seeded bad messages for `WS /stream`: pictures, sound and headers that are none."""

import random
import struct
from collections.abc import Callable, Sequence

import av
import numpy as np

from benchmarks.mutations import damaged, noise
from benchmarks.mutations_pictures import valid_pictures
from mien.clips.messages import MOST_SOUND_BYTES, Kind, pack

PACKET_SAMPLES, SOUND_RATE = 960, 48_000
GIANT_BYTES = 17 * 2**20
_TIMES = (0.0, -1.0, 1e-300, 1e9, 1e12, 1e300, float("inf"), float("nan"))


class MessageMaker:
    """Makes messages of one session, whose pictures come at growing times."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._pictures, self._packets = valid_pictures(), _opus_packets()
        self.seconds = 0.0

    def bad(self) -> bytes | str:
        """A message that is damaged somewhere, or everywhere."""
        kinds: Sequence[Callable[[], bytes | str]] = (
            *(self._picture,) * 4,
            *(self._opus,) * 3,
            *(self._pcm,) * 2,
            self._viewer,
            self._header,
            self._text,
            lambda: noise(self._rng, b"")[:40],
        )
        if self._rng.random() < 1 / 500:
            return bytes(GIANT_BYTES)
        return self._rng.choice(kinds)()

    def good(self) -> bytes:
        """A picture of one face at the next time."""
        return pack(Kind.PICTURE, self._next(), self._pictures[0])

    def _next(self) -> float:
        self.seconds = round(self.seconds + 0.1, 1)
        return self.seconds

    def _picture(self) -> bytes:
        file = damaged(self._rng, self._rng.choice(self._pictures))
        return pack(Kind.PICTURE, self._next(), file)

    def _opus(self) -> bytes:
        return pack(Kind.OPUS, self.seconds, damaged(self._rng, self._rng.choice(self._packets)))

    def _pcm(self) -> bytes:
        length = self._rng.choice((1, 3, 640, 6400, MOST_SOUND_BYTES, MOST_SOUND_BYTES + 1))
        later = self._rng.choice((0.0, 0.0, 0.3, 5.0, 1e6))
        return pack(Kind.PCM, self.seconds + later, self._rng.randbytes(length))

    def _viewer(self) -> bytes:
        return pack(Kind.VIEWER, self.seconds, self._rng.randbytes(self._rng.choice((1, 4, 5))))

    def _header(self) -> bytes:
        """Any kind at a time that is none, or too early."""
        head = struct.pack("<Bd", self._rng.randrange(256), self._rng.choice(_TIMES))
        return b"\2" + head[1:] + b"\0\0" if head[0] == Kind.PICTURE else head + b"\0\0"

    def _text(self) -> str:
        return self._rng.choice(("", "hello", '{"type": "picture"}', "\0", "ß" * 70_000))


def _opus_packets() -> list[bytes]:
    """Half a second of a hum, twenty milliseconds each."""
    encoder = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = SOUND_RATE, "mono", "s16"
    packets: list[bytes] = []
    for number in range(25):
        time = (number * PACKET_SAMPLES + np.arange(PACKET_SAMPLES)) / SOUND_RATE
        samples = np.asarray(9000 * np.sin(2 * np.pi * 150 * time), np.int16)
        frame = av.AudioFrame.from_ndarray(samples[None], "s16", "mono")
        frame.sample_rate = SOUND_RATE
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    return packets
