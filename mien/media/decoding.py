"""What can be decoded of a file, however damaged it is.

container ─packets─> frames
            └─ that cannot be decoded: counted, left out
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from mien.media.container import reason

Frame = av.VideoFrame | av.AudioFrame
Stream = VideoStream | AudioStream


def packets(container: InputContainer, streams: Sequence[Stream]) -> "Iterator[Packet[Any]]":
    """The packets of some streams in the order of the file, then an empty one of each."""
    with suppress(IndexError):  # PyAV's, at the end of a file whose further streams came late
        yield from container.demux(list(streams))


@dataclass(slots=True)
class Decoding:
    """The frames of some streams, in the order of the file; iterate over it once.

    `damaged` counts the packets that could not be decoded, by the type of their stream; `error`
    says why reading ended before the end of the file, if it did.
    """

    container: InputContainer
    streams: Sequence[Stream]
    damaged: Counter[str] = field(default_factory=Counter)
    error: str = ""

    def __iter__(self) -> Iterator[Frame]:
        try:
            for packet in packets(self.container, self.streams):
                yield from self._decoded(packet.stream, packet)
        except (av.FFmpegError, ValueError) as error:
            self.error = reason(error)
            for stream in self.streams:
                yield from self._decoded(stream, None)

    @contextmanager
    def leaving_out(self, kind: str) -> Iterator[None]:
        """Count what FFmpeg cannot do with a packet of this kind of stream, and go on."""
        try:
            yield
        except (av.FFmpegError, ValueError):
            self.damaged[kind] += 1

    def _decoded(self, stream: Any, packet: Any) -> Sequence[Frame]:
        """What a packet holds, or what the decoder still held where that is None."""
        with self.leaving_out(stream.type):
            return list(stream.codec_context.decode(packet))
        return ()
