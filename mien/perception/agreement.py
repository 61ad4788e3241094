"""Two readings of one picture, face by face: what two sets of models say of the same pixels.

faces of the first ──┐
faces of the second ─┴─ pairs, largest overlap first ─> Agreement: pairs, and faces of one only
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from mien.perception.face_detector import intersection_over_union
from mien.perception.faces import FaceReading

LEAST_OVERLAP = 0.3
"""Intersection over union of two boxes that are the same face."""


@dataclass(frozen=True, slots=True)
class ReadFace:
    """A face and what it apparently shows; `box` in pixels, probabilities in 0..1."""

    box: tuple[float, ...]
    probabilities: tuple[float, ...]
    dominant: str
    uncertain: bool
    valence: float
    arousal: float

    @classmethod
    def of(cls, reading: FaceReading) -> Self:
        shown = reading.expression
        return cls(
            reading.face.box,
            shown.probabilities,
            shown.dominant,
            shown.uncertain,
            shown.valence,
            shown.arousal,
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """One face in two readings; `overlap` of its boxes is in 0..1."""

    first: ReadFace
    second: ReadFace
    overlap: float

    @property
    def same(self) -> bool:
        """Whether both name the same expression."""
        return self.first.dominant == self.second.dominant

    @property
    def distance(self) -> float:
        """The sum of the probabilities' absolute differences, 0..2."""
        both = zip(self.first.probabilities, self.second.probabilities, strict=True)
        return sum(abs(one - other) for one, other in both)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The faces that both found, and how many only one did."""

    pairs: tuple[Pair, ...]
    only_first: int
    only_second: int


def agreement(first: Sequence[ReadFace], second: Sequence[ReadFace]) -> Agreement:
    """Pair the faces of two readings of one picture, each at most once."""
    boxes = np.array([face.box for face in second], np.float32).reshape(-1, 4)
    overlaps = [
        (float(shared), one, other)
        for one, face in enumerate(first)
        for other, shared in enumerate(
            intersection_over_union(np.array(face.box, np.float32), boxes)
        )
    ]
    left, right = set(range(len(first))), set(range(len(second)))
    pairs: list[Pair] = []
    for shared, one, other in sorted(overlaps, reverse=True):
        if shared >= LEAST_OVERLAP and one in left and other in right:
            left.remove(one)
            right.remove(other)
            pairs.append(Pair(first[one], second[other], shared))
    return Agreement(tuple(pairs), len(left), len(right))
