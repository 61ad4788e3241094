"""Which face is whose, from sample to sample.

    faces of a sample ─> matched to tracks by overlap, surest pairs first ─> track ids
                           └─ unmatched ones begin tracks; lost tracks are kept a while

Stable ids need no recognition: a face that comes back in about the same place within a second is
taken as the same, one that comes back later as a new one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from mien.perception.face_detector import Face

Box = tuple[float, float, float, float]

LEAST_OVERLAP = 0.2
"""Intersection over union that still makes two boxes the same face."""

REACH = 0.8
"""Or the distance of their centres, in sides, where the sizes agree within a half."""

KEPT_SECONDS = 1.0


@dataclass(slots=True)
class _Track:
    number: int
    box: Box
    seen: float


@dataclass(slots=True)
class Tracker:
    """Numbers faces from 1 on; feed it the samples of one camera in their order."""

    _tracks: list[_Track] = field(default_factory=list)
    _begun: int = 0

    def follow(self, faces: Sequence[Face], seconds: float) -> list[int]:
        """The track of each face of the sample at `seconds`."""
        self._tracks = [t for t in self._tracks if seconds - t.seen <= KEPT_SECONDS]
        numbers: dict[int, int] = {}
        for _, track, index in self._pairs(faces):
            if index not in numbers and track.seen < seconds:
                numbers[index] = track.number
                track.box, track.seen = faces[index].box, seconds
        for index, face in enumerate(faces):
            if index not in numbers:
                numbers[index] = self._begin(face, seconds)
        return [numbers[index] for index in range(len(faces))]

    @property
    def alive(self) -> set[int]:
        """The tracks that a face may still belong to."""
        return {track.number for track in self._tracks}

    def _pairs(self, faces: Sequence[Face]) -> list[tuple[float, _Track, int]]:
        pairs = [
            (likeness(track.box, face.box), track, index)
            for track in self._tracks
            for index, face in enumerate(faces)
        ]
        likely = [pair for pair in pairs if pair[0] > 0.0]
        return sorted(likely, key=lambda pair: (-pair[0], pair[1].number, pair[2]))

    def _begin(self, face: Face, seconds: float) -> int:
        self._begun += 1
        self._tracks.append(_Track(self._begun, face.box, seconds))
        return self._begun


def likeness(one: Box, other: Box) -> float:
    """How surely two boxes are one face: 0 if never, above 1 by overlap, else by nearness."""
    shared = overlap(one, other)
    if shared >= LEAST_OVERLAP:
        return 1.0 + shared
    sides = [max(box[2] - box[0], box[3] - box[1]) for box in (one, other)]
    if min(sides) < max(sides) / 2:
        return 0.0
    across = ((one[0] + one[2]) - (other[0] + other[2])) / 2
    down = ((one[1] + one[3]) - (other[1] + other[3])) / 2
    return max(0.0, 1.0 - math.hypot(across, down) / (REACH * max(sides)))


def overlap(one: Box, other: Box) -> float:
    """Intersection over union, 0..1."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return width * height / (areas - width * height)
