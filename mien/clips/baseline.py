"""What a viewer's face shows at rest, so that a face that always looks a little sad does not count.

    smoothed probabilities of confident, neutral samples ─> mean point ─> subtracted from the others

Valence and arousal of the face alone; both the raw and the normalised values are kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mien.clips.watching import Sample, SeenFace
from mien.taxonomy import Expression, derived_valence_arousal

LEAST_SECONDS = 1.0
GOOD_QUALITY = 0.4


@dataclass(frozen=True, slots=True)
class Baseline:
    """The mean point of the viewer's neutral samples, and how many seconds they last."""

    valence: float
    arousal: float
    seconds: float

    def normalise(self, valence: float, arousal: float) -> tuple[float, float]:
        """A point as seen from the baseline, within -1..1."""
        moved = (valence - self.valence, arousal - self.arousal)
        return max(-1.0, min(1.0, moved[0])), max(-1.0, min(1.0, moved[1]))


def baseline(samples: Sequence[Sample], rate: float) -> Baseline | None:
    """The baseline of a clip; None where less than a second of it is confidently neutral."""
    points = [derived_valence_arousal(face.smoothed) for face in _at_rest(samples)]
    if len(points) < LEAST_SECONDS * rate:
        return None
    valence, arousal = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    return Baseline(valence, arousal, len(points) / rate)


def _at_rest(samples: Iterable[Sample]) -> Iterable[SeenFace]:
    for sample in samples:
        face = sample.viewer_face
        if (
            face is not None
            and face.reading.dominant == Expression.NEUTRAL
            and not face.reading.uncertain
            and face.quality >= GOOD_QUALITY
        ):
            yield face
