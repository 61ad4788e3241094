"""The clip with boxes, labels and confidences drawn in, as H.264 in MP4, its sound kept.

    decoded frames ─wait for the next sample─> I420 ─> boxes drawn ─> H.264 ─> joined with the sound

Written while the analysis decodes, so that nothing of an hour's clip stays in memory.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer

from mien.clips.analysis import Onlooker
from mien.clips.drawing import Placed, between, draw
from mien.clips.sound_track import join_sound
from mien.clips.watching import Sample
from mien.media.conversion import FrameConverter, scale_of
from mien.media.image import Frame
from mien.media.video import VideoFrame

TICKS = 90_000
ENCODING = {"preset": "veryfast", "crf": "23"}

MOST_WAITING = 96
"""Frames kept for the sample after them; where that is farther, the one before stands for them."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A frame as I420 planes, and pixels of the clip to one of them."""

    seconds: float
    planes: Frame
    scale: float


class AnnotatedVideo(Onlooker):
    """Give it to an analysis, then call `finish`; `discard` removes what was written so far."""

    def __init__(self, target: Path, frame_rate: float) -> None:
        self._target = target
        self._pictures = target.with_suffix(".pictures.mp4")
        self._rate = Fraction(frame_rate).limit_denominator(1001)
        self._convert = FrameConverter("yuv420p")
        self._output: OutputContainer | None = None
        self._waiting: deque[_Waiting] = deque()
        self._last: Sample | None = None
        self._tick = -1

    def decoded(self, frame: VideoFrame) -> None:
        """Keep a frame until the sample after it is known."""
        planes = self._convert(frame.picture)
        self._waiting.append(_Waiting(frame.seconds, planes, scale_of(frame.picture)))
        if len(self._waiting) > MOST_WAITING:
            self._write_as_last()

    def sampled(self, frame: VideoFrame, sample: Sample) -> None:
        """Write the frames up to a sample."""
        while self._waiting and self._waiting[0].seconds <= sample.seconds:
            earlier = self._waiting.popleft()
            self._write(earlier, between(self._last or sample, sample, earlier.seconds))
        self._last = sample

    def finish(self, source: bytes | Path) -> None:
        """Write what waits, and join the pictures with the sound of `source`."""
        while self._waiting:
            self._write_as_last()
        if self._output is not None:
            self._output.mux(self._output.streams.video[0].encode(None))
            self._output.close()
            join_sound(self._pictures, source, self._target)
        self._pictures.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove what was written."""
        if self._output is not None:
            self._output.close()
        for path in (self._pictures, self._target):
            path.unlink(missing_ok=True)

    def _write_as_last(self) -> None:
        """Write the first frame that waits, with the faces of the last sample."""
        faces = self._last.faces if self._last else ()
        self._write(self._waiting.popleft(), {face.track: (face.face.box, face) for face in faces})

    def _write(self, frame: "_Waiting", faces: Mapping[int, Placed]) -> None:
        planes, scale = frame.planes, frame.scale
        for (x1, y1, x2, y2), face in faces.values():
            draw(planes, (x1 / scale, y1 / scale, x2 / scale, y2 / scale), face)
        if self._output is None:
            self._output = self._opened(planes)
        picture = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        self._tick = max(self._tick + 1, round(frame.seconds * TICKS))
        picture.pts, picture.time_base = self._tick, Fraction(1, TICKS)
        self._output.mux(self._output.streams.video[0].encode(picture))

    def _opened(self, planes: Frame) -> OutputContainer:
        output = av.open(str(self._pictures), mode="w")
        stream = output.add_stream("libx264", rate=self._rate, options=ENCODING)
        stream.width, stream.height = planes.shape[1], planes.shape[0] * 2 // 3
        stream.pix_fmt = "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, TICKS)
        return output
