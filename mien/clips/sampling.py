"""A clip made ready to be read, in the thread that decodes it.

    clip ─> every frame ─at the sampling rate─> SampledFrame, grey as the models see it
         └> sound ─windows─> HeardVoice

Faces are read elsewhere, so that two cores share the work about evenly.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mien.clips.voice import HeardVoice, HearsVoices, VoiceListener
from mien.media.conversion import FrameConverter, scale_of
from mien.media.image import Frame
from mien.media.video import Clip, SoundPiece, VideoFrame

EARLY = 1e-3
"""Seconds by which a frame may come before the time that it stands for."""


@dataclass(frozen=True, slots=True)
class SampledFrame(VideoFrame):
    """A frame that is read; `grey` is uint8 [height, width], reduced where the clip is large."""

    grey: Frame

    @property
    def scale(self) -> float:
        """Pixels of the clip to one of `grey`."""
        return scale_of(self.picture)


def sampled(clip: Clip, rate: float, speech: HearsVoices) -> Iterator[VideoFrame | HeardVoice]:
    """Every frame, those to be read as SampledFrame, and the voice. Raises as `Clip.pieces`."""
    listener, convert, due = VoiceListener(speech), FrameConverter("gray"), 0
    for piece in clip.pieces():
        if isinstance(piece, SoundPiece):
            yield from listener.hear(piece.samples, piece.seconds)
        elif piece.seconds + EARLY < due / rate:
            yield piece
        else:
            due = int((piece.seconds + EARLY) * rate) + 1
            yield SampledFrame(piece.seconds, piece.picture, convert(piece.picture))
