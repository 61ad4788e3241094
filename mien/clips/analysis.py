"""A clip to its timeline, faster than real time, keeping nothing but the timeline.

Clip ─decoding thread, see sampling─> every frame ────────────> onlookers (annotated video)
                                        └─ sampled ─batches─> faces ─┐
                                      voice ─────────────────────────┴─> Watcher ─> Sample
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from mien.clips.ahead import ahead
from mien.clips.sampling import SampledFrame, sampled
from mien.clips.timeline import Timeline
from mien.clips.voice import HeardVoice, HearsVoices
from mien.clips.watching import Sample, Watcher
from mien.media.image import Frame
from mien.media.video import Clip, ClipLimits, VideoFrame
from mien.perception.faces import FaceReader, FaceReading
from mien.perception.speech import SpeechReader
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions
from mien.settings import Settings

BATCH = 8
MOST_PASSED = 64
"""Frames that may pass while a batch gathers: onlookers keep them until they hear of it."""

DECODED_AHEAD, AHEAD_BYTES = 24, 96 * 2**20
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
    def load(cls, settings: Settings, manifest: Manifest | None = None) -> Self:
        """Load all models, of `manifest` where it is given. Raises ModelUnavailable."""
        manifest = manifest or Manifest(settings.models_dir)
        speech = SpeechReader(manifest, RuntimeOptions.of(settings))
        return cls(FaceReader.load(settings, manifest=manifest), speech)


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
        self, faces: SeesFaces, rate: float, viewer: int | None, onlookers: Sequence[Onlooker]
    ) -> None:
        """`rate` samples a second; `viewer` is a track, or the largest face's where it is None."""
        self.timeline = Timeline(rate)
        self._faces, self._onlookers = faces, onlookers
        self._watcher = Watcher(viewer)
        self._waiting: list[SampledFrame | HeardVoice] = []
        self._sampled = self._passed = 0

    def take(self, piece: VideoFrame | HeardVoice) -> bool:
        """Take what `sampled` gives; whether it completed a batch, which then was read."""
        if isinstance(piece, HeardVoice):
            self._waiting.append(piece)
            return False
        for onlooker in self._onlookers:
            onlooker.decoded(piece)
        self._passed += 1
        if isinstance(piece, SampledFrame):
            self._waiting.append(piece)
            self._sampled += 1
        due = self._sampled == BATCH or self._passed >= MOST_PASSED
        if not due or not self._sampled:
            return False
        self.read_waiting()
        return True

    def read_waiting(self) -> None:
        """Read the frames that wait, all at once, and let time pass over what was read."""
        frames = [piece.grey for piece in self._waiting if isinstance(piece, SampledFrame)]
        readings = iter(self._faces.read(frames))
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
        self._sampled = self._passed = 0


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
    analysis = Analysis(readers.faces, rate, viewer, onlookers)
    with Clip(source, limits) as clip:
        most = max(2, min(DECODED_AHEAD, AHEAD_BYTES // (2 * clip.pixels)))
        with closing(ahead(sampled(clip, rate, readers.speech), most)) as pieces:
            for piece in pieces:
                if analysis.take(piece):
                    progress(piece.seconds, clip.duration)
        analysis.read_waiting()
        timeline = analysis.timeline
        timeline.seconds, timeline.sounds = clip.seconds, clip.sounds
        timeline.cut_short = clip.cut_short
    return timeline
