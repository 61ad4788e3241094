"""A clip to its timeline, faster than real time, keeping nothing but the timeline.

Clip ─decoding thread─> every frame ──────────────────────> onlookers (annotated video)
                          └─ at the sampling rate ─> batches ─> faces ─┐
                        sound ─> windows ─> voice ─────────────────────┴─> Watcher ─> Sample
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from mien.clips.ahead import ahead
from mien.clips.timeline import Timeline
from mien.clips.voice import HeardVoice, HearsVoices, VoiceListener
from mien.clips.watching import Sample, Watcher
from mien.media.image import Frame
from mien.media.video import Clip, ClipLimits, SoundPiece, VideoFrame
from mien.perception.faces import FaceReader, FaceReading
from mien.perception.speech import SpeechReader
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions
from mien.settings import Settings

BATCH = 8
DECODED_AHEAD = 24
EARLY = 1e-3
"""Seconds by which a frame may come before the time that it stands for."""

Progress = Callable[[float, float | None], None]
"""Hears the seconds analysed and the clip's length, where its container states one.

What it raises ends the analysis.
"""


class SeesFaces(Protocol):
    """What `mien.perception.faces.FaceReader` does."""

    def read(self, frames: Sequence[Frame]) -> list[list[FaceReading]]: ...


@dataclass(frozen=True, slots=True)
class Readers:
    """The models that a clip is read with."""

    faces: SeesFaces
    speech: HearsVoices

    @classmethod
    def load(cls, settings: Settings) -> Self:
        """Load all models. Raises ModelUnavailable."""
        options = RuntimeOptions.of(settings)
        speech = SpeechReader(Manifest(settings.models_dir), options)
        return cls(FaceReader.load(settings), speech)


class Onlooker:
    """Sees what an analysis sees, in its order; this one looks away."""

    def decoded(self, frame: VideoFrame) -> None:
        """Every frame, before it is read."""

    def sampled(self, frame: VideoFrame, sample: Sample) -> None:
        """Each sampled frame with its state, some frames later."""


def ignore(done: float, whole: float | None) -> None:
    """Nobody waits."""


class Analysis:
    """One clip being read."""

    def __init__(
        self, readers: Readers, rate: float, viewer: int | None, onlookers: Sequence[Onlooker]
    ) -> None:
        """`rate` samples a second; `viewer` is a track, or the largest face's where it is None."""
        self.timeline = Timeline(rate)
        self._readers, self._onlookers = readers, onlookers
        self._watcher, self._listener = Watcher(viewer), VoiceListener(readers.speech)
        self._waiting: list[VideoFrame | HeardVoice] = []
        self._sampled = self._due = 0

    def take(self, piece: VideoFrame | SoundPiece) -> bool:
        """Take a decoded piece; whether it completed a batch, which then was read."""
        self.timeline.seconds = max(self.timeline.seconds, piece.seconds)
        if isinstance(piece, SoundPiece):
            self._waiting += self._listener.hear(piece.samples, piece.seconds)
            return False
        for onlooker in self._onlookers:
            onlooker.decoded(piece)
        if piece.seconds + EARLY < self._due / self.timeline.rate:
            return False
        self._due = int((piece.seconds + EARLY) * self.timeline.rate) + 1
        self._waiting.append(piece)
        self._sampled += 1
        if self._sampled < BATCH:
            return False
        self.read_waiting()
        return True

    def read_waiting(self) -> None:
        """Read the frames that wait, all at once, and let time pass over what was read."""
        frames = [piece for piece in self._waiting if isinstance(piece, VideoFrame)]
        readings = iter(self._readers.faces.read([frame.pixels() for frame in frames]))
        for piece in self._waiting:
            if isinstance(piece, HeardVoice):
                self._watcher.hear(piece)
                continue
            faces = [reading.scaled(piece.scale) for reading in next(readings)]
            sample = self._watcher.see(faces, piece.seconds)
            self.timeline.samples.append(sample)
            for onlooker in self._onlookers:
                onlooker.sampled(piece, sample)
        self._waiting.clear()
        self._sampled = 0


def analyse(
    source: bytes | Path,
    readers: Readers,
    limits: ClipLimits,
    rate: float = 10.0,
    viewer: int | None = None,
    onlookers: Sequence[Onlooker] = (),
    progress: Progress = ignore,
) -> Timeline:
    """Read a whole clip at `rate` samples a second. Raises what `Clip` raises."""
    analysis = Analysis(readers, rate, viewer, onlookers)
    with Clip(source, limits) as clip, closing(ahead(clip.pieces(), DECODED_AHEAD)) as pieces:
        for piece in pieces:
            if analysis.take(piece):
                progress(piece.seconds, clip.duration)
        analysis.read_waiting()
        analysis.timeline.sounds, analysis.timeline.cut_short = clip.sounds, clip.cut_short
    return analysis.timeline
