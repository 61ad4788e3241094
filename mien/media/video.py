"""Encoded clips to upright frames and sound, in one pass and constant memory.

    file --PyAV demux--> video packets --decode--> VideoFrame, converted on demand
                      +> audio packets --decode, mix to mono, resample--> SoundPiece

Times are seconds from the start of the clip, taken from the stream, so that a variable frame rate
keeps its pace. A container need not say how long it is, so the limit is checked while decoding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import av

from mien.errors import ClipTooLarge, ClipTooLong, UndecodableVideo
from mien.media.audio import Mixer, Sound
from mien.media.clock import StreamClock
from mien.media.container import jumps, opened, stated_seconds
from mien.media.decoding import Decoding
from mien.media.streams import sound_stream, start_of, video_stream
from mien.settings import Settings

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
    """A decoded frame and its time in seconds; `mien.media.conversion` turns it to arrays."""

    seconds: float
    picture: av.VideoFrame


@dataclass(frozen=True, slots=True)
class SoundPiece:
    """Samples at 16 kHz, one channel, and the time of the first in seconds."""

    seconds: float
    samples: Sound


class Clip:
    """A clip that is being read.

    `duration` is what the container states, in seconds, or None as in a browser's recording;
    `seconds` is how far it has been read, and `cut_short` says after reading why it ended before
    its end, if it did.
    """

    def __init__(self, source: bytes | Path, limits: ClipLimits) -> None:
        """Open a file or its bytes.

        Raises EmptyBody, UndecodableVideo, NoVideo, ClipTooLarge, or ClipTooLong where the
        container states its length.
        """
        self._limits = limits
        self._container = opened(source, UndecodableVideo)
        try:
            self._video = video_stream(self._container)
            self.duration = stated_seconds(self._container)
            self._check_declared()
        except BaseException:
            self._container.close()
            raise
        self._video.thread_type = "AUTO"
        # Frames may outgrow what the file declares; a decoder's own, padded sizes are larger.
        self._video.codec_context.options = {"max_pixels": str(2 * limits.max_pixels)}
        self._audio = sound_stream(self._container)
        self.sounds = self._audio is not None
        self.cut_short = ""
        self.seconds = 0.0

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

    @property
    def pixels(self) -> int:
        """Of a frame, as the stream states its size; 1 where it states none."""
        return max(1, self._video.width * self._video.height)

    def pieces(self) -> Iterator[VideoFrame | SoundPiece]:
        """Every frame and all sound, in the order of the file.

        What can be decoded of a damaged or truncated file comes before the end. Raises
        UndecodableVideo where that is no frame at all, and ClipTooLong.
        """
        streams = [stream for stream in (self._video, self._audio) if stream is not None]
        decoding = Decoding(self._container, streams)
        seen = 0
        for piece in self._timed(decoding):
            if piece.seconds > self._limits.max_seconds:
                raise ClipTooLong(_too_long(self._limits.max_seconds))
            seen += isinstance(piece, VideoFrame)
            self.seconds = max(self.seconds, piece.seconds)
            yield piece
        self.cut_short = "; ".join(self._faults(decoding))
        if not seen:
            raise UndecodableVideo(f"no frame can be decoded: {self.cut_short or 'there is none'}")

    def _timed(self, decoding: Decoding) -> Iterator[VideoFrame | SoundPiece]:
        origin, jumping = start_of(decoding.streams), jumps(self._container)
        shown, heard = StreamClock(origin, jumping), StreamClock(origin, jumping)
        mixer, lasts = Mixer(), 1 / self.frame_rate
        for frame in decoding:
            if isinstance(frame, av.VideoFrame):
                seconds = shown.at(frame.time, lasts)
                if frame.width * frame.height > self._limits.max_pixels:
                    decoding.damaged["video"] += 1
                else:
                    yield VideoFrame(seconds, frame)
            else:
                seconds = heard.at(frame.time, frame.samples / max(1, frame.sample_rate))
                with decoding.leaving_out("audio"):
                    yield SoundPiece(seconds, mixer.mix(frame))

    def _faults(self, decoding: Decoding) -> Iterator[str]:
        """What of the clip could not be read."""
        if decoding.error:
            yield decoding.error
        if decoding.damaged:
            counts = (f"{kind} {count}" for kind, count in sorted(decoding.damaged.items()))
            yield f"damaged packets left out: {', '.join(counts)}"
        states = None if jumps(self._container) else self.duration
        if states is not None and self.seconds < states - MISSING_SECONDS:
            yield f"it ends after {self.seconds:.1f} of the {states:.1f} seconds that it states"

    def _check_declared(self) -> None:
        width, height = self._video.width, self._video.height
        if width * height > self._limits.max_pixels:
            raise ClipTooLarge(
                f"the frames are {width}x{height} pixels; the most taken are "
                f"{self._limits.max_pixels} in all"
            )
        if not jumps(self._container) and (self.duration or 0) > self._limits.max_seconds:
            raise ClipTooLong(_too_long(self._limits.max_seconds))


def _too_long(most: float) -> str:
    return f"the clip is longer than {most:g} seconds"


def check_clip(source: bytes | Path, limits: ClipLimits) -> None:
    """Raise at once what is wrong with a clip, as far as it can be told before decoding."""
    with Clip(source, limits):
        return
