"""Boxes and labels on the frames of a clip, drawn straight onto the planes of I420.

    samples before and after a frame ─> boxes between them ─> luma and half-sized chroma planes

Nothing is converted to colours and back, which would take as long as encoding the frame.
"""

from dataclasses import dataclass

import cv2

from mien.clips.tracking import Box
from mien.clips.watching import Sample, SeenFace
from mien.media.conversion import planes_of
from mien.media.image import Frame
from mien.taxonomy import POLARITY, Expression

Colour = tuple[int, int, int]

COLOURS: dict[int, Colour] = {1: (160, 92, 84), 0: (200, 128, 128), -1: (112, 108, 206)}
"""Y, Cb and Cr (BT.601) by the polarity of the expression: green, grey and red."""

BLACK = 16
FONT = cv2.FONT_HERSHEY_SIMPLEX


Placed = tuple[Box, SeenFace]
"""A box in pixels of the frame, and the reading that belongs to it."""


def between(before: Sample, after: Sample, seconds: float) -> dict[int, Placed]:
    """Where the faces of two samples are at a time between them, by track.

    A face that only one of the samples shows stays for the half of the time that is nearer to it.
    """
    span = after.seconds - before.seconds
    share = 1.0 if span <= 0 else min(1.0, (seconds - before.seconds) / span)
    earlier, later = ({face.track: face for face in s.faces} for s in (before, after))
    placed: dict[int, Placed] = {}
    for track in earlier.keys() | later.keys():
        old, new = earlier.get(track), later.get(track)
        if old is not None and new is not None:
            edges = zip(old.face.box, new.face.box, strict=True)
            x1, y1, x2, y2 = (a + share * (b - a) for a, b in edges)
            placed[track] = ((x1, y1, x2, y2), new if share > 0.5 else old)
        elif new is not None and share > 0.5:
            placed[track] = (new.face.box, new)
        elif old is not None and share <= 0.5:
            placed[track] = (old.face.box, old)
    return placed


def draw(i420: Frame, box: Box, seen: SeenFace) -> None:
    """Draw a box with `#track label 93%` over it, in place; pixels of the frame."""
    x1, y1, x2, y2 = (round(edge) for edge in box)
    probability, expression = max(zip(seen.smoothed, Expression, strict=True))
    doubt = "?" if seen.reading.uncertain else ""
    label = _Label(f"#{seen.track} {expression}{doubt} {probability:.0%}", i420.shape[0] * 2 // 3)
    top = max(label.height + 4, y1 - 4)
    plaque = (x1, top - label.height - 4, x1 + label.width + 4, top + 4)
    _fill(i420, (x1, y1, x2, y2), COLOURS[POLARITY[expression]], 2)
    _fill(i420, plaque, COLOURS[POLARITY[expression]], cv2.FILLED)
    luma = planes_of(i420)[0]
    cv2.putText(luma, label.text, (x1 + 2, top), FONT, label.size, BLACK, 1, cv2.LINE_AA)


@dataclass(frozen=True, slots=True)
class _Label:
    text: str
    frame_height: int

    @property
    def size(self) -> float:
        return max(0.4, min(1.0, self.frame_height / 900))

    @property
    def width(self) -> int:
        return int(cv2.getTextSize(self.text, FONT, self.size, 1)[0][0])

    @property
    def height(self) -> int:
        return int(cv2.getTextSize(self.text, FONT, self.size, 1)[0][1])


def _fill(i420: Frame, box: tuple[int, int, int, int], colour: Colour, thickness: int) -> None:
    for plane, value, share in zip(planes_of(i420), colour, (1, 2, 2), strict=True):
        x1, y1, x2, y2 = (edge // share for edge in box)
        thin = thickness if thickness == cv2.FILLED else thickness // share
        cv2.rectangle(plane, (x1, y1), (x2, y2), value, thin)
