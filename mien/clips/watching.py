"""Samples of one camera and its microphone to the state of one viewer, in the order of time.

    face readings ─> tracks ─> smoothed ─> the viewer's face ─┐
    voice readings ───────────────────────> the latest ───────┴─> fused ─> Sample

Clips and live streams go through the same code, so that a recorded stream replays to the same
output. Nothing here infers: readings come in batches from wherever the models run.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mien.clips.smoothing import Smoother
from mien.clips.tracking import Tracker
from mien.clips.voice import HeardVoice
from mien.fusion import Evidence, FusedReading, Modality, fuse
from mien.perception.expression import ExpressionReading
from mien.perception.face_detector import Face
from mien.perception.faces import FaceReading
from mien.perception.quality import face_quality
from mien.taxonomy import derived_valence_arousal

VOICE_LASTS = 3.0
"""Seconds for which a voice reading stands beside later faces."""

TAKEN_OVER_BY = 2.0
"""Another face becomes the viewer's when it is so many times as large."""

VIEWER_KEPT = 1.0
"""Seconds for which a viewer who is not seen stays the viewer."""


@dataclass(frozen=True, slots=True)
class SeenFace:
    """A face of a sample; `smoothed` are the probabilities of its track over time."""

    track: int
    face: Face
    reading: ExpressionReading
    quality: float
    smoothed: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """What was seen and heard at a time: all faces, the viewer's track, voice and fusion."""

    seconds: float
    faces: tuple[SeenFace, ...]
    viewer: int | None
    voice: HeardVoice | None
    fused: FusedReading | None

    @property
    def viewer_face(self) -> SeenFace | None:
        """The viewer's face, where it was found."""
        return next((face for face in self.faces if face.track == self.viewer), None)


class Watcher:
    """Follows one camera; feed it samples and voices in the order of their times."""

    def __init__(self, viewer: int | None = None) -> None:
        """`viewer` is the track to follow; without, the largest face is the viewer's."""
        self._tracker = Tracker()
        self._smoothers: dict[int, Smoother] = {}
        self._chosen = viewer
        self._viewer: int | None = viewer
        self._viewer_seen = float("-inf")
        self._voice: HeardVoice | None = None

    def choose(self, viewer: int | None) -> None:
        """Follow this track from now on, or the largest face where it is None."""
        self._chosen = viewer
        self._viewer, self._viewer_seen = viewer, float("-inf")

    def hear(self, voice: HeardVoice) -> None:
        """Take a voice reading; it stands for the samples that follow."""
        self._voice = voice

    def see(self, readings: Sequence[FaceReading], seconds: float) -> Sample:
        """The state after a sample with these faces."""
        tracks = self._tracker.follow([reading.face for reading in readings], seconds)
        alive = self._tracker.alive
        self._smoothers = {n: kept for n, kept in self._smoothers.items() if n in alive}
        faces = tuple(
            self._seen(track, reading, seconds)
            for track, reading in zip(tracks, readings, strict=True)
        )
        viewer = self._follow(faces, seconds)
        voice = self._current_voice(seconds)
        fused = _fused(viewer, voice, seconds)
        return Sample(seconds, faces, None if viewer is None else viewer.track, voice, fused)

    def _seen(self, track: int, reading: FaceReading, seconds: float) -> SeenFace:
        quality = face_quality(reading.crop, reading.face)
        smoother = self._smoothers.setdefault(track, Smoother())
        smoothed = smoother.add(reading.expression.probabilities, seconds, quality)
        return SeenFace(track, reading.face, reading.expression, quality, smoothed)

    def _follow(self, faces: Sequence[SeenFace], seconds: float) -> SeenFace | None:
        current = next((face for face in faces if face.track == self._viewer), None)
        if self._chosen is not None:
            return current
        largest = max(faces, key=lambda face: face.face.area, default=None)
        lost = current is None and seconds - self._viewer_seen > VIEWER_KEPT
        outgrown = (
            current is not None
            and largest is not None
            and largest.face.area > TAKEN_OVER_BY * current.face.area
        )
        if lost or outgrown:
            current = largest
        if current is not None:
            self._viewer, self._viewer_seen = current.track, seconds
        return current

    def _current_voice(self, seconds: float) -> HeardVoice | None:
        if self._voice is None or seconds - self._voice.seconds > VOICE_LASTS:
            return None
        return self._voice


def _fused(
    viewer: SeenFace | None, voice: HeardVoice | None, seconds: float
) -> FusedReading | None:
    evidence = []
    if viewer is not None:
        valence, arousal = derived_valence_arousal(viewer.smoothed)
        evidence.append(Evidence(Modality.FACE, viewer.smoothed, valence, arousal, viewer.quality))
    if voice is not None:
        said = voice.reading
        evidence.append(
            Evidence(
                Modality.VOICE,
                said.probabilities,
                said.valence,
                said.arousal,
                said.activity.quality,
                max(0.0, seconds - voice.seconds),
            )
        )
    return fuse(evidence)
