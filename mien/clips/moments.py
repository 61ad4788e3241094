"""The strongest moments of each expression, with a thumbnail of the frame.

sampled frames with the viewer's face ─> per expression the three strongest, 2 s apart ─> JPEG
"""

from dataclasses import dataclass

import cv2
import numpy as np

from mien.clips.analysis import Onlooker
from mien.clips.watching import Sample
from mien.media.conversion import FrameConverter
from mien.media.image import Frame
from mien.media.video import VideoFrame
from mien.taxonomy import LABELS

MOST, APART_SECONDS, LEAST_PROBABILITY = 3, 2.0, 0.4
THUMBNAIL_SIDE, THUMBNAIL_QUALITY = 240, 80


@dataclass(frozen=True, slots=True)
class Moment:
    """When an expression was strong: seconds, its fused probability, and the frame as JPEG."""

    label: str
    seconds: float
    probability: float
    thumbnail: bytes


class Moments(Onlooker):
    """Give it to an analysis; `strongest` then lists what it saw."""

    def __init__(self) -> None:
        self._kept: dict[str, list[Moment]] = {label: [] for label in LABELS}
        self._convert = FrameConverter("bgr24", THUMBNAIL_SIDE)

    def sampled(self, frame: VideoFrame, sample: Sample) -> None:
        """Keep the frame if it shows an expression more strongly than those kept."""
        fused = sample.fused
        if fused is None or sample.viewer_face is None:
            return
        probability = fused.probabilities[LABELS.index(fused.dominant)]
        kept = self._kept[fused.dominant]
        if probability < LEAST_PROBABILITY or not _belongs(kept, sample.seconds, probability):
            return
        thumbnail = _jpeg(self._convert(frame.picture))
        moment = Moment(fused.dominant, sample.seconds, probability, thumbnail)
        near = [m for m in kept if abs(m.seconds - sample.seconds) < APART_SECONDS]
        others = [m for m in kept if m not in near]
        strongest = sorted([*others, moment], key=lambda m: -m.probability)[:MOST]
        self._kept[fused.dominant] = strongest

    @property
    def strongest(self) -> list[Moment]:
        """All moments kept, in the order of LABELS, the strongest of each first."""
        return [moment for label in LABELS for moment in self._kept[label]]


def _belongs(kept: list[Moment], seconds: float, probability: float) -> bool:
    near = [m.probability for m in kept if abs(m.seconds - seconds) < APART_SECONDS]
    if near:
        return probability > max(near)
    return len(kept) < MOST or probability > min(m.probability for m in kept)


def _jpeg(pixels: Frame) -> bytes:
    _, jpeg = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, THUMBNAIL_QUALITY])
    return np.asarray(jpeg).tobytes()
