"""The JSON form of a reading, shared by the routes, the model services, clips and the CLI.

`emotion` holds percentages, as EmoFace's clients read them; everything under `faces` holds
probabilities in 0..1 and pixels of the upright picture.
"""

from collections.abc import Sequence

from typing_extensions import TypedDict

from mien.media.image import Picture
from mien.perception.expression import ExpressionReading
from mien.perception.face_detector import Face
from mien.perception.faces import FaceReading
from mien.perception.speech import SpeechReading
from mien.taxonomy import LABELS

NO_FACE = "none"
DIGITS = 4


class BoxReply(TypedDict):
    """A found face: `box` is x1, y1, x2, y2 in pixels; `confidence` is in 0..1."""

    box: list[float]
    confidence: float


class ExpressionReply(TypedDict):
    """An apparent expression; valence and arousal (-1..1) are derived from `probabilities`."""

    probabilities: dict[str, float]
    dominant_emotion: str
    valence: float
    arousal: float
    emoji: str
    uncertain: bool


class FaceReply(BoxReply, ExpressionReply):
    """A found face and its apparent expression."""


class PredictReply(TypedDict):
    """`emotion` and `dominant_emotion` describe the largest face: percentages that add up to 100,
    or {} and "none" without a face. `faces` lists every face, the largest first."""

    emotion: dict[str, float]
    dominant_emotion: str
    faces: list[FaceReply]


def predict_reply(picture: Picture, readings: Sequence[FaceReading]) -> PredictReply:
    """The reply for one picture; `readings` come with the largest face first."""
    faces = [face_reply(reading, picture.scale) for reading in readings]
    if not faces:
        return {"emotion": {}, "dominant_emotion": NO_FACE, "faces": []}
    largest = faces[0]
    return {
        "emotion": {label: 100 * p for label, p in largest["probabilities"].items()},
        "dominant_emotion": largest["dominant_emotion"],
        "faces": faces,
    }


def face_reply(reading: FaceReading, scale: float) -> FaceReply:
    """One face; `scale` maps pixels of the frame to pixels of the picture's file."""
    return {**box_reply(reading.face, scale), **expression_reply(reading.expression)}


def box_reply(face: Face, scale: float) -> BoxReply:
    """A box in pixels of the picture's file, to a tenth of a pixel."""
    return {
        "box": [round(edge * scale, 1) for edge in face.box],
        "confidence": round(face.confidence, 4),
    }


def expression_reply(reading: ExpressionReading) -> ExpressionReply:
    """A reading with its probabilities by label."""
    return {
        "probabilities": dict(zip(LABELS, reading.probabilities, strict=True)),
        "dominant_emotion": reading.dominant,
        "valence": round(reading.valence, 4),
        "arousal": round(reading.arousal, 4),
        "emoji": reading.emoji,
        "uncertain": reading.uncertain,
    }


class SpeechReply(TypedDict):
    """An apparent expression of a voice; without a voice, `uncertain` and a `quality` of 0.

    Valence and arousal (-1..1) come from a model trained on targets derived from acted emotions.
    """

    probabilities: dict[str, float]
    dominant_emotion: str
    valence: float
    arousal: float
    uncertain: bool
    voiced_share: float
    signal_to_noise: float
    quality: float


def speech_reply(reading: SpeechReading) -> SpeechReply:
    """A reading with its probabilities by label."""
    return {
        "probabilities": by_label(reading.probabilities),
        "dominant_emotion": reading.dominant,
        "valence": round(reading.valence, DIGITS),
        "arousal": round(reading.arousal, DIGITS),
        "uncertain": reading.uncertain,
        "voiced_share": round(reading.activity.voiced_share, DIGITS),
        "signal_to_noise": round(reading.activity.signal_to_noise, 1),
        "quality": round(reading.activity.quality, DIGITS),
    }


def by_label(probabilities: tuple[float, ...]) -> dict[str, float]:
    """Probabilities by the names of the expressions."""
    return {name: round(p, DIGITS) for name, p in zip(LABELS, probabilities, strict=True)}
