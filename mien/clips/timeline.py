"""What was seen and heard in a clip over time, and how it is written down.

Timeline ─> JSON lines of samples (`sample_reply`), a CSV of the viewer (`viewer_row`)
"""

from dataclasses import dataclass, field
from typing import Any

from mien.clips.baseline import Baseline
from mien.clips.voice import HeardVoice
from mien.clips.watching import Sample, SeenFace
from mien.fusion import FusedReading
from mien.perception.reply import DIGITS, by_label, speech_reply
from mien.taxonomy import LABELS, derived_valence_arousal

Reply = dict[str, Any]
FUSED_COLUMNS = ("dominant_emotion", "uncertain", "valence", "arousal", "conflict")
FACE_COLUMNS = ("dominant_emotion", "uncertain", "valence", "arousal", "quality", "confidence")
VOICE_COLUMNS = ("dominant_emotion", "uncertain", "valence", "arousal", "quality")


@dataclass(slots=True)
class Timeline:
    """All samples of a clip.

    `seconds` is the clip's length as decoded, `rate` the samples a second that were asked for,
    `sounds` whether it has sound, and `cut_short` why decoding ended early, if it did.
    """

    rate: float
    samples: list[Sample] = field(default_factory=list)
    seconds: float = 0.0
    sounds: bool = False
    cut_short: str = ""


def sample_reply(sample: Sample, rest: Baseline | None = None) -> Reply:
    """A sample as JSON holds it: pixels of the clip, probabilities in 0..1, seconds.

    `normalised` is the viewer's face as seen from the baseline `rest`.
    """
    viewer = sample.viewer_face
    return {
        "seconds": round(sample.seconds, 3),
        "viewer": sample.viewer,
        "faces": [face_reply(face) for face in sample.faces],
        "voice": None if sample.voice is None else voice_reply(sample.voice),
        "fused": None if sample.fused is None else fused_reply(sample.fused),
        "normalised": None if rest is None or viewer is None else normalised_reply(viewer, rest),
    }


def normalised_reply(seen: SeenFace, rest: Baseline) -> Reply:
    """The point of a face, measured from the viewer's baseline."""
    valence, arousal = rest.normalise(*derived_valence_arousal(seen.smoothed))
    return {"valence": round(valence, DIGITS), "arousal": round(arousal, DIGITS)}


def viewer_row(reply: Reply) -> dict[str, object]:
    """A sample's reply as a flat row of the viewer's face, voice and fusion; blank if missing."""
    face = next((f for f in reply["faces"] if f["track"] == reply["viewer"]), None)
    voice, fused, normalised = (reply[name] or {} for name in ("voice", "fused", "normalised"))
    row: dict[str, object] = {"seconds": reply["seconds"], "viewer": reply["viewer"] or ""}
    row |= dict(zip(("x1", "y1", "x2", "y2"), face["box"] if face else [""] * 4, strict=True))
    row |= {label: fused.get("probabilities", {}).get(label, "") for label in LABELS}
    row |= {f"fused_{name}": fused.get(name, "") for name in FUSED_COLUMNS}
    row |= {f"face_{name}": face[name] if face else "" for name in FACE_COLUMNS}
    row |= {f"voice_{name}": voice.get(name, "") for name in VOICE_COLUMNS}
    return row | {f"normalised_{name}": normalised.get(name, "") for name in ("valence", "arousal")}


COLUMNS = tuple(viewer_row(sample_reply(Sample(0.0, (), None, None, None))))
"""The names of what `viewer_row` gives, in its order."""


def face_reply(seen: SeenFace) -> Reply:
    """A face of a sample; valence and arousal are derived from its smoothed probabilities."""
    valence, arousal = derived_valence_arousal(seen.smoothed)
    return {
        "track": seen.track,
        "box": [round(edge, 1) for edge in seen.face.box],
        "confidence": round(seen.face.confidence, DIGITS),
        "quality": round(seen.quality, DIGITS),
        "probabilities": by_label(seen.reading.probabilities),
        "smoothed": by_label(seen.smoothed),
        "dominant_emotion": seen.reading.dominant,
        "uncertain": seen.reading.uncertain,
        "valence": round(valence, DIGITS),
        "arousal": round(arousal, DIGITS),
    }


def voice_reply(heard: HeardVoice) -> Reply:
    """A voice reading of the three seconds before `heard_until`."""
    return {"heard_until": round(heard.seconds, 3), **speech_reply(heard.reading)}


def fused_reply(fused: FusedReading) -> Reply:
    """A fused reading with the weights that made it."""
    return {
        "probabilities": by_label(fused.probabilities),
        "dominant_emotion": fused.dominant,
        "uncertain": fused.uncertain,
        "valence": round(fused.valence, DIGITS),
        "arousal": round(fused.arousal, DIGITS),
        "emoji": fused.emoji,
        "weights": {name: round(weight, DIGITS) for name, weight in fused.weights.items()},
        "conflict": round(fused.conflict, DIGITS),
    }
