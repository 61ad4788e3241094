"""What a live client sends, and what a recording keeps of it.

    kind u8 · seconds f64, little-endian · payload

Times are the client's own, in seconds from any start, and grow. Sound is 16-bit little-endian PCM,
one channel at 16 kHz, or one Opus packet a message.
"""

import struct
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from mien.errors import InvalidRequest
from mien.media.audio import Sound

HEADER = struct.Struct("<Bd")
LATEST_SECONDS = 1e11
"""Beyond it, a float64 no longer tells one sample from the next."""

MOST_SOUND_BYTES = 65_536
"""Two seconds of PCM; an Opus packet is smaller still."""

_FULL_SCALE = 32768
_TRACK = struct.Struct("<I")


class Kind(IntEnum):
    """The first byte of a message."""

    PICTURE = 1
    PCM = 2
    OPUS = 3
    VIEWER = 4
    """The track to follow from now on; 0 follows the largest face again."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the client; `payload` is an encoded picture, sound or a track."""

    kind: Kind
    seconds: float
    payload: bytes

    @property
    def track(self) -> int | None:
        """The viewer that a message of kind VIEWER chooses. Raises InvalidRequest."""
        if len(self.payload) != _TRACK.size:
            raise InvalidRequest(
                f"a viewer of {len(self.payload)} bytes; a track is four bytes, little-endian"
            )
        return int(_TRACK.unpack(self.payload)[0]) or None


def parse(data: bytes) -> Message:
    """A binary message. Raises InvalidRequest, which says what is wrong with it."""
    if len(data) <= HEADER.size:
        raise InvalidRequest(
            f"a message of {len(data)} bytes; one has a kind byte, eight bytes of time, a payload"
        )
    kind, seconds = HEADER.unpack_from(data)
    if kind not in set(Kind):
        raise InvalidRequest(
            f"kind {kind}; 1 is a picture, 2 is PCM, 3 is an Opus packet, 4 chooses the viewer"
        )
    if not 0.0 <= seconds <= LATEST_SECONDS:
        raise InvalidRequest(f"a time of {seconds}; it takes seconds, 0 to {LATEST_SECONDS:g}")
    payload = data[HEADER.size :]
    if kind in (Kind.PCM, Kind.OPUS) and len(payload) > MOST_SOUND_BYTES:
        raise InvalidRequest(
            f"a piece of sound of {len(payload)} bytes; the largest taken has {MOST_SOUND_BYTES}"
        )
    return Message(Kind(kind), seconds, payload)


def pack(kind: Kind, seconds: float, payload: bytes) -> bytes:
    """A message as a client sends it."""
    return HEADER.pack(kind, seconds) + payload


def pack_viewer(track: int | None, seconds: float = 0.0) -> bytes:
    """A message that chooses the viewer."""
    return pack(Kind.VIEWER, seconds, _TRACK.pack(track or 0))


def pcm(sound: Sound) -> bytes:
    """Samples as the payload of a PCM message, without loss where they came from 16 bits."""
    return np.rint(sound * _FULL_SCALE).astype("<i2").tobytes()


def samples_of(payload: bytes) -> Sound:
    """Samples of a PCM message in -1..1; half a sample at its end is dropped."""
    whole = len(payload) // 2 * 2
    return np.asarray(np.frombuffer(payload[:whole], "<i2") / np.float32(_FULL_SCALE), np.float32)
