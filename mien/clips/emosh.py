"""eMosh's reading of a clip, kept for its clients: one point and one emoji.

samples with the viewer's face ─fuse_as_emosh─> the strongest third ─> mean ─> nearest emoji
"""

from mien.clips.summary import STRONGEST
from mien.clips.timeline import Timeline
from mien.clips.watching import Sample, SeenFace
from mien.emoji import nearest_emoji
from mien.fusion import Evidence, Modality, fuse_as_emosh
from mien.taxonomy import derived_valence_arousal


def emosh_reply(timeline: Timeline) -> dict[str, object] | None:
    """`valence`, `arousal` and `emoji`, its code point as hexadecimal text; None without a face."""
    points = [
        _point(sample, face)
        for sample in timeline.samples
        if (face := sample.viewer_face) is not None
    ]
    if not points:
        return None
    points.sort(key=lambda point: -(point[0] ** 2 + point[1] ** 2))
    strongest = points[: max(1, round(len(points) * STRONGEST))]
    valence, arousal = (sum(axis) / len(strongest) for axis in zip(*strongest, strict=True))
    return {
        "valence": valence,
        "arousal": arousal,
        "emoji": hex(ord(nearest_emoji(valence, arousal)[0])),
    }


def _point(sample: Sample, face: SeenFace) -> tuple[float, float]:
    shown = Evidence(
        Modality.FACE, face.reading.probabilities, *derived_valence_arousal(face.smoothed)
    )
    if sample.voice is None or sample.voice.reading.activity.quality == 0.0:
        return fuse_as_emosh(shown, None)
    voice = sample.voice.reading
    said = Evidence(Modality.VOICE, voice.probabilities, voice.valence, voice.arousal)
    return fuse_as_emosh(shown, said)
