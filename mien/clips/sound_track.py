"""The sound of a clip beside other pictures, in one MP4.

    pictures' packets ─copied────────────────────────────────┐
    source's sound packets ─copied, or to AAC where MP4 takes them not─> MP4, in order of time

Packet by packet, so that nothing of an hour's clip stays in memory. Sound keeps to the times that
the pictures were given, see `mien.media.clock`.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from mien.errors import UndecodableVideo
from mien.media.clock import StreamClock
from mien.media.container import jumps, opened
from mien.media.decoding import Decoding, packets
from mien.media.streams import sound_stream, start_of, video_stream

COPIED = {"aac", "mp3", "opus", "ac3", "alac"}
"""Sound codecs that MP4 players take as they are."""

RATES = {8000, 16000, 22050, 32000, 44100, 48000}
"""Samples a second that AAC players take; others become the last."""

GAP_SECONDS = 0.1
"""Silence between two pieces of sound that is kept."""

Timed = tuple[float, "Packet[Any]"]


def join_sound(pictures: Path, source: bytes | Path, target: Path) -> None:
    """Write `target` with the video of `pictures` and the first sound of `source`, if it has one.

    Sound that breaks off or is damaged is kept as far as it can be read, and left out where MP4
    takes it neither as it is nor as AAC.
    """
    for way in (_copied, _encoded):
        with suppress(av.FFmpegError, ValueError):
            return _join(pictures, source, target, way)
    return _join(pictures, source, target, None)


def _join(pictures: Path, source: bytes | Path, target: Path, way: "_Way | None") -> None:
    with (
        av.open(str(pictures), "r") as seen,
        opened(source, UndecodableVideo) as heard,
        av.open(str(target), "w") as to,
    ):
        video, sound = to.add_stream_from_template(seen.streams.video[0]), sound_stream(heard)
        tracks = [_pictures(seen, video)]
        if sound is not None and way is not None:
            tracks.append(way(heard, sound, to))
        for _, packet in merge(*tracks, key=lambda timed: timed[0]):
            with suppress(av.InvalidDataError):  # damaged sound that MP4 cannot hold
                to.mux(packet)


_Way = Callable[[InputContainer, AudioStream, OutputContainer], Iterator[Timed]]
"""Adds a stream for the sound of a source, and gives its packets."""


def _pictures(source: InputContainer, stream: VideoStream) -> Iterator[Timed]:
    for packet in source.demux(source.streams.video[0]):
        if packet.dts is not None:
            packet.stream = stream
            yield _seconds(packet), packet


def _copied(source: InputContainer, sound: AudioStream, to: OutputContainer) -> Iterator[Timed]:
    if sound.codec_context.name not in COPIED:
        return _encoded(source, sound, to)
    return _copies(source, sound, to.add_stream_from_template(sound))


def _copies(source: InputContainer, sound: AudioStream, stream: AudioStream) -> Iterator[Timed]:
    origin = start_of([video_stream(source), sound])
    clock = StreamClock(origin, jumps(source))
    with suppress(av.FFmpegError, ValueError):
        for packet in packets(source, [sound]):
            if packet.dts is None or packet.time_base is None:
                continue
            stamp, lasts = _seconds(packet), float((packet.duration or 0) * packet.time_base)
            # What comes before the origin primes the decoder and is never heard.
            seconds = stamp - origin if stamp < origin else clock.at(stamp, lasts)
            packet.pts = packet.dts = round(seconds / packet.time_base)
            packet.stream = stream
            yield seconds, packet


def _encoded(source: InputContainer, sound: AudioStream, to: OutputContainer) -> Iterator[Timed]:
    rate = sound.rate if sound.rate in RATES else max(RATES)
    return _encodings(source, sound, to.add_stream("aac", rate=rate))


def _encodings(source: InputContainer, sound: AudioStream, stream: AudioStream) -> Iterator[Timed]:
    clock = StreamClock(start_of([video_stream(source), sound]), jumps(source))
    samples, later = 0, 0.0
    for frame in Decoding(source, [sound]):
        assert isinstance(frame, av.AudioFrame)
        rate = max(1, frame.sample_rate)
        gap = clock.at(frame.time, frame.samples / rate) - samples / rate - later
        later += gap if gap > GAP_SECONDS else 0.0
        frame.pts, frame.time_base = samples, Fraction(1, rate)
        samples += frame.samples
        with suppress(av.FFmpegError, ValueError):
            yield from _delayed(stream.encode(frame), later)
    yield from _delayed(stream.encode(None), later)


def _delayed(encoded: Iterable["Packet[Any]"], seconds: float) -> Iterator[Timed]:
    for packet in encoded:
        if packet.pts is not None and packet.time_base is not None:
            packet.pts = packet.dts = packet.pts + round(seconds / packet.time_base)
        yield _seconds(packet), packet


def _seconds(packet: "Packet[Any]") -> float:
    return float((packet.dts or 0) * (packet.time_base or 0))
