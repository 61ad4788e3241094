"""The clip with boxes, labels and confidences drawn in, as H.264 in MP4, its sound kept.

    decoded frames ─wait for the next sample─> boxes between two samples ─> drawn ─> H.264 ─┐
    source's sound packets ─copied, or to AAC where MP4 takes them not─────────────> MP4 <──┘

Written while the analysis decodes. Pictures and sound are put together at the end, packet by
packet, so that nothing of an hour's clip stays in memory.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from heapq import merge
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from numpy.typing import NDArray

from mien.clips.analysis import Onlooker
from mien.clips.watching import Sample, SeenFace
from mien.media.image import Frame
from mien.media.video import VideoFrame
from mien.taxonomy import POLARITY, Expression

TICKS = 90_000
COPIED = {"aac", "mp3", "opus", "ac3", "alac"}
"""Sound codecs that MP4 players take as they are."""

COLOURS = {1: (80, 200, 80), 0: (200, 200, 200), -1: (80, 80, 230)}
"""BGR by the polarity of the expression."""

ENCODING = {"preset": "veryfast", "crf": "23"}


class AnnotatedVideo(Onlooker):
    """Give it to an analysis, then call `finish`; `discard` removes what was written so far."""

    def __init__(self, target: Path, frame_rate: float) -> None:
        self._target = target
        self._pictures = target.with_suffix(".pictures.mp4")
        self._rate = Fraction(frame_rate).limit_denominator(1001)
        self._output: OutputContainer | None = None
        self._waiting: list[tuple[float, Frame]] = []
        self._scale = 1.0
        self._last: Sample | None = None
        self._tick = -1

    def decoded(self, frame: VideoFrame) -> None:
        """Keep a frame until the sample after it is known."""
        self._waiting.append((frame.seconds, frame.pixels()))
        self._scale = frame.scale

    def sampled(self, frame: VideoFrame, sample: Sample) -> None:
        """Write the frames up to a sample."""
        while self._waiting and self._waiting[0][0] <= sample.seconds:
            seconds, pixels = self._waiting.pop(0)
            self._write(seconds, pixels, between(self._last or sample, sample, seconds))
        self._last = sample

    def finish(self, source: bytes | Path) -> None:
        """Write what waits, and join the pictures with the sound of `source`."""
        for seconds, pixels in self._waiting:
            faces = self._last.faces if self._last else ()
            self._write(seconds, pixels, {face.track: (face.face.box, face) for face in faces})
        self._waiting.clear()
        if self._output is not None:
            _flush(self._output)
            self._output.close()
            join_sound(self._pictures, source, self._target)
        self._pictures.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove what was written."""
        if self._output is not None:
            self._output.close()
        for path in (self._pictures, self._target):
            path.unlink(missing_ok=True)

    def _write(self, seconds: float, pixels: Frame, faces: Mapping[int, "Placed"]) -> None:
        height, width = (extent - extent % 2 for extent in pixels.shape[:2])
        pixels = np.ascontiguousarray(pixels[:height, :width])
        for (x1, y1, x2, y2), face in faces.values():
            scale = self._scale
            draw(pixels, (x1 / scale, y1 / scale, x2 / scale, y2 / scale), face)
        if self._output is None:
            self._output = self._opened(width, height)
        picture = av.VideoFrame.from_ndarray(pixels, format="bgr24")
        self._tick = max(self._tick + 1, round(seconds * TICKS))
        picture.pts, picture.time_base = self._tick, Fraction(1, TICKS)
        stream = self._output.streams.video[0]
        self._output.mux(stream.encode(picture))

    def _opened(self, width: int, height: int) -> OutputContainer:
        output = av.open(str(self._pictures), mode="w")
        stream = output.add_stream("libx264", rate=self._rate, options=ENCODING)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, TICKS)
        return output


Placed = tuple[tuple[float, float, float, float], SeenFace]
"""A box in pixels of the frame, and the reading that belongs to it."""


def between(before: Sample, after: Sample, seconds: float) -> dict[int, Placed]:
    """Where the faces of two samples are at a time between them, by track.

    A face that only one of the samples shows stays for the half of the time that is nearer to it.
    """
    span = after.seconds - before.seconds
    share = 1.0 if span <= 0 else min(1.0, (seconds - before.seconds) / span)
    earlier, later = ({face.track: face for face in s.faces} for s in (before, after))
    placed: dict[int, Placed] = {}
    for track in earlier.keys() | later.keys():
        old, new = earlier.get(track), later.get(track)
        if old is not None and new is not None:
            edges = zip(old.face.box, new.face.box, strict=True)
            x1, y1, x2, y2 = (a + share * (b - a) for a, b in edges)
            placed[track] = ((x1, y1, x2, y2), new if share > 0.5 else old)
        elif new is not None and share > 0.5:
            placed[track] = (new.face.box, new)
        elif old is not None and share <= 0.5:
            placed[track] = (old.face.box, old)
    return placed


def draw(pixels: NDArray[np.uint8], box: tuple[float, float, float, float], seen: SeenFace) -> None:
    """Draw a box with `#track label 93%` over it, in place."""
    x1, y1, x2, y2 = (round(edge) for edge in box)
    best = max(zip(seen.smoothed, Expression, strict=True))
    colour = COLOURS[POLARITY[best[1]]]
    doubt = "?" if seen.reading.uncertain else ""
    text = f"#{seen.track} {best[1]}{doubt} {best[0]:.0%}"
    size = max(0.4, min(1.0, pixels.shape[0] / 900))
    (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, size, 1)
    top = max(height + 4, y1 - 4)
    cv2.rectangle(pixels, (x1, y1), (x2, y2), colour, 2)
    cv2.rectangle(pixels, (x1, top - height - 4), (x1 + width + 4, top + 4), colour, -1)
    cv2.putText(
        pixels, text, (x1 + 2, top), cv2.FONT_HERSHEY_SIMPLEX, size, (0, 0, 0), 1, cv2.LINE_AA
    )


def join_sound(pictures: Path, source: bytes | Path, target: Path) -> None:
    """Write `target` with the video of `pictures` and the first sound of `source`, if it has one.

    Sound that breaks off is kept as far as it can be read.
    """
    opened = BytesIO(source) if isinstance(source, bytes) else str(source)
    with (
        av.open(str(pictures), "r") as seen,
        av.open(opened, "r") as heard,
        av.open(str(target), "w") as to,
    ):
        video = to.add_stream_from_template(seen.streams.video[0])
        tracks = [_copied(seen, 0, video)]
        if heard.streams.audio:
            tracks.append(_sound(heard, to))
        for _, packet in merge(*tracks, key=lambda timed: timed[0]):
            to.mux(packet)


Timed = tuple[float, "Packet[Any]"]


def _copied(source: InputContainer, origin: float, stream: av.stream.Stream) -> Iterator[Timed]:
    kind = source.streams.video if stream.type == "video" else source.streams.audio
    with suppress(av.FFmpegError):
        for packet in source.demux(kind[0]):
            if packet.dts is None or packet.time_base is None:
                continue
            packet.stream = stream
            yield float(packet.dts * packet.time_base) - origin, packet


def _sound(source: InputContainer, target: OutputContainer) -> Iterator[Timed]:
    heard = source.streams.audio[0]
    origin = (source.start_time or 0) / 1e6
    if heard.codec_context.name in COPIED:
        return _copied(source, origin, target.add_stream_from_template(heard))
    rate = heard.rate if heard.rate in (8000, 16000, 22050, 32000, 44100, 48000) else 48000
    return _encoded(source, target.add_stream("aac", rate=rate))


def _encoded(source: InputContainer, stream: AudioStream) -> Iterator[Timed]:
    with suppress(av.FFmpegError):
        for frame in source.decode(source.streams.audio[0]):
            for packet in stream.encode(frame):
                yield float((packet.dts or 0) * (packet.time_base or 0)), packet
    for packet in stream.encode(None):
        yield float((packet.dts or 0) * (packet.time_base or 0)), packet


def _flush(output: OutputContainer) -> None:
    output.mux(output.streams.video[0].encode(None))
