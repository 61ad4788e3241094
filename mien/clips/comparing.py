"""Two sets of models on the same session or clip, sample by sample.

    recording | clip ─┬─ first models ──> samples ─┐
                      └─ second models ─> samples ─┴─ faces paired ─> Comparison

What is compared is what a client would be told: a face's expression of the picture, and its
valence and arousal after smoothing.
"""

import heapq
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mien.clips.analysis import Readers, SeesFaces, analyse
from mien.clips.recording import SUFFIX
from mien.clips.replaying import replay
from mien.clips.timeline import sample_reply
from mien.media.image import Frame, ImageLimits
from mien.media.video import ClipLimits
from mien.perception.agreement import Agreement, Pair, ReadFace, agreement
from mien.perception.faces import FaceReading
from mien.settings import Settings
from mien.taxonomy import LABELS

MOMENTS = 5
"""As many of the largest disagreements are kept."""

Sample = dict[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A face that the two read differently, and when; `distance` is 0..2, see `Pair`."""

    distance: float
    seconds: float
    first: str
    second: str
    path: str = ""


@dataclass(slots=True)
class Comparison:
    """Sums over samples; `seconds` is what reading faces took of each."""

    samples: int = 0
    pairs: int = 0
    same: int = 0
    uncertain: list[int] = field(default_factory=lambda: [0, 0])
    alone: list[int] = field(default_factory=lambda: [0, 0])
    seconds: list[float] = field(default_factory=lambda: [0.0, 0.0])
    valence: float = 0.0
    arousal: float = 0.0
    distance: float = 0.0
    overlap: float = 0.0
    moments: list[Moment] = field(default_factory=list)

    @property
    def disagreement(self) -> float:
        """The share of faces that the two name differently or only one found, 0..1."""
        faces = self.pairs + sum(self.alone)
        return 1 - self.same / faces if faces else 0.0

    def take(self, seconds: float, found: Agreement, path: str) -> None:
        """Add a sample's faces."""
        self.samples += 1
        self.alone[0] += found.only_first
        self.alone[1] += found.only_second
        for pair in found.pairs:
            self._pair(pair)
            names = (_named(pair.first), _named(pair.second))
            moment = Moment(pair.distance, seconds, *names, path)
            self.moments = heapq.nlargest(MOMENTS, [*self.moments, moment])

    def add(self, other: "Comparison") -> None:
        """Add another recording's."""
        for name in ("samples", "pairs", "same", "valence", "arousal", "distance", "overlap"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for place in range(2):
            self.uncertain[place] += other.uncertain[place]
            self.alone[place] += other.alone[place]
            self.seconds[place] += other.seconds[place]
        self.moments = heapq.nlargest(MOMENTS, [*self.moments, *other.moments])

    def _pair(self, pair: Pair) -> None:
        self.pairs += 1
        self.same += pair.same
        self.uncertain[0] += pair.first.uncertain
        self.uncertain[1] += pair.second.uncertain
        self.valence += abs(pair.first.valence - pair.second.valence)
        self.arousal += abs(pair.first.arousal - pair.second.arousal)
        self.distance += pair.distance
        self.overlap += pair.overlap


class TimedFaces:
    """A reader of faces that adds up how long it takes."""

    def __init__(self, reader: SeesFaces) -> None:
        self._reader, self.seconds = reader, 0.0

    def read(self, frames: Sequence[Frame]) -> list[list[FaceReading]]:
        """As the reader."""
        started = time.perf_counter()
        try:
            return self._reader.read(frames)
        finally:
            self.seconds += time.perf_counter() - started


def compare(path: Path, both: Sequence[Readers], settings: Settings, rate: float) -> Comparison:
    """Read a recording, or a clip at `rate` samples a second, with both sets of models.

    Raises UndecodableRecording, OSError, and what `Clip` and `decode_image` raise.
    """
    timed = [TimedFaces(readers.faces) for readers in both]
    readings = (
        _samples(path, Readers(faces, readers.speech), settings, rate)
        for faces, readers in zip(timed, both, strict=True)
    )
    comparison = Comparison()
    for first, second in zip(*readings, strict=True):
        found = agreement(_faces(first), _faces(second))
        comparison.take(first["seconds"], found, str(path))
    comparison.seconds = [faces.seconds for faces in timed]
    return comparison


def _samples(path: Path, readers: Readers, settings: Settings, rate: float) -> Iterator[Sample]:
    if path.suffix == SUFFIX:
        for replayed in replay(path, readers, ImageLimits.of(settings)):
            yield replayed.sample
        return
    for sample in analyse(path, readers, ClipLimits.of(settings), rate).samples:
        yield sample_reply(sample)


def _faces(sample: Sample) -> list[ReadFace]:
    return [
        ReadFace(
            tuple(face["box"]),
            tuple(face["probabilities"][label] for label in LABELS),
            face["dominant_emotion"],
            face["uncertain"],
            face["valence"],
            face["arousal"],
        )
        for face in sample["faces"]
    ]


def _named(face: ReadFace) -> str:
    return f"{face.dominant} {max(face.probabilities):.2f}"
