"""Encoded clips to upright frames and sound, in one pass and constant memory.

    file --PyAV demux--> video packets --decode--> VideoFrame, turned upright on demand
                      +> audio packets --decode, mix to mono, resample--> SoundPiece

Times are seconds from the start of the clip, taken from the stream, so that a variable frame rate
keeps its pace. A container need not say how long it is, so the limit is checked while decoding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from mien.errors import ClipTooLarge, ClipTooLong, EmptyBody, NoVideo, UndecodableVideo
from mien.media.audio import SAMPLE_RATE, Sound
from mien.media.image import ENOUGH_PIXELS, Frame
from mien.settings import Settings

MICROSECONDS = 1e6
MISSING_SECONDS = 1.0
"""A clip that ends so much before its stated length was cut short."""

USUAL_RATE = 25.0
"""Frames a second assumed where a stream states neither a rate nor times."""


@dataclass(frozen=True, slots=True)
class ClipLimits:
    """Longest clip in seconds, and most pixels of a frame."""

    max_seconds: float
    max_pixels: int

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The limits of a server or a command."""
        return cls(settings.max_clip_seconds, settings.max_image_pixels)


@dataclass(frozen=True, slots=True)
class VideoFrame:
    """A decoded frame and its time in seconds."""

    seconds: float
    picture: av.VideoFrame

    @property
    def scale(self) -> float:
        """Pixels of the clip to one of `pixels()`."""
        return max(1.0, max(self.picture.width, self.picture.height) / ENOUGH_PIXELS)

    def pixels(self, longest: int = ENOUGH_PIXELS) -> Frame:
        """Upright BGR uint8 [height, width, 3], its longer side at most `longest` pixels."""
        scale = min(1.0, longest / max(self.picture.width, self.picture.height))
        width, height = (
            max(2, round(extent * scale)) for extent in (self.picture.width, self.picture.height)
        )
        turned = self.picture.reformat(width=width, height=height, format="bgr24").to_ndarray()
        quarters = round(self.picture.rotation / 90)
        return np.ascontiguousarray(np.rot90(turned, quarters), np.uint8)


@dataclass(frozen=True, slots=True)
class SoundPiece:
    """Samples at 16 kHz, one channel, and the time of the first in seconds."""

    seconds: float
    samples: Sound


class Clip:
    """A clip that is being read.

    `duration` is what the container states, in seconds, or None as in a browser's recording;
    `cut_short` says after reading why it ended before its end, if it did.
    """

    def __init__(self, source: bytes | Path, limits: ClipLimits) -> None:
        """Open a file or its bytes.

        Raises EmptyBody, UndecodableVideo, NoVideo, ClipTooLarge, or ClipTooLong where the
        container states its length.
        """
        self._limits = limits
        self._container = _opened(source)
        try:
            self._video = _video_stream(self._container)
            self._check_declared()
        except BaseException:
            self._container.close()
            raise
        self._video.thread_type = "AUTO"
        stated = self._container.duration
        self.duration = None if stated is None or stated <= 0 else stated / MICROSECONDS
        self.sounds = bool(self._container.streams.audio)
        self.cut_short = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._container.close()

    @property
    def frame_rate(self) -> float:
        """Mean frames a second as the stream states them."""
        return float(self._video.average_rate or self._video.guessed_rate or USUAL_RATE)

    def pieces(self) -> Iterator[VideoFrame | SoundPiece]:
        """Every frame and all sound, in the order of the file.

        What can be decoded of a damaged or truncated file comes before the end. Raises
        UndecodableVideo where that is no frame at all, and ClipTooLong.
        """
        seen, last = 0, 0.0
        try:
            for piece in self._decoded():
                if piece.seconds > self._limits.max_seconds:
                    raise ClipTooLong(_too_long(self._limits.max_seconds))
                seen += isinstance(piece, VideoFrame)
                last = max(last, piece.seconds)
                yield piece
        except (av.FFmpegError, ValueError) as error:
            self.cut_short = str(error)
        if self.duration is not None and last < self.duration - MISSING_SECONDS:
            end = f"it ends after {last:.1f} of the {self.duration:.1f} seconds that it states"
            self.cut_short = self.cut_short or end
        if not seen:
            raise UndecodableVideo(f"no frame can be decoded: {self.cut_short or 'there is none'}")

    def _decoded(self) -> Iterator[VideoFrame | SoundPiece]:
        streams = [self._video, *self._container.streams.audio[:1]]
        resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        origin = (self._container.start_time or 0) / MICROSECONDS
        frames = samples = 0
        for packet in self._container.demux(streams):
            for frame in packet.decode():
                if isinstance(frame, av.VideoFrame):
                    stated = frames / self.frame_rate if frame.time is None else frame.time - origin
                    frames += 1
                    yield VideoFrame(max(0.0, stated), frame)
                elif isinstance(frame, av.AudioFrame):
                    if not samples and frame.time is not None:
                        samples = max(0, round((frame.time - origin) * SAMPLE_RATE))
                    for part in resampler.resample(frame):
                        heard = part.to_ndarray()[0] / np.float32(32768)
                        yield SoundPiece(samples / SAMPLE_RATE, np.asarray(heard, np.float32))
                        samples += len(heard)

    def _check_declared(self) -> None:
        width, height = self._video.width, self._video.height
        if width * height > self._limits.max_pixels:
            raise ClipTooLarge(
                f"the frames are {width}x{height} pixels; the most taken are "
                f"{self._limits.max_pixels} in all"
            )
        stated = self._container.duration or 0
        if stated / MICROSECONDS > self._limits.max_seconds:
            raise ClipTooLong(_too_long(self._limits.max_seconds))


def _too_long(most: float) -> str:
    return f"the clip is longer than {most:g} seconds"


def _opened(source: bytes | Path) -> InputContainer:
    if isinstance(source, bytes) and not source:
        raise EmptyBody("the body has no bytes")
    try:
        return av.open(BytesIO(source) if isinstance(source, bytes) else str(source), mode="r")
    except (av.FFmpegError, ValueError) as error:
        raise UndecodableVideo(f"the bytes are no clip that can be read: {error}") from error


def _video_stream(container: InputContainer) -> VideoStream:
    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            return stream
    raise NoVideo("the file has no video stream")
