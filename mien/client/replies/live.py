"""Samples of a live stream."""

from typing import Literal

from typing_extensions import TypedDict

from mien.client.replies.clips import Point
from mien.perception.reply import SpeechReply


class LiveFace(Point):
    """A face of a sample; `smoothed` are the probabilities of its track over time."""

    track: int
    box: list[float]
    confidence: float
    quality: float
    probabilities: dict[str, float]
    smoothed: dict[str, float]
    dominant_emotion: str
    uncertain: bool


class LiveVoice(SpeechReply):
    """A voice over the three seconds before `heard_until`."""

    heard_until: float


class FusedReply(Point):
    """Face and voice together; `weights` says what counted, `conflict` how far they differ."""

    probabilities: dict[str, float]
    dominant_emotion: str
    uncertain: bool
    emoji: str
    weights: dict[str, float]
    conflict: float


class LiveSample(TypedDict):
    """The answer to a picture taken at `seconds`; `viewer` is the viewer's track, `lag` the time
    from the picture's arrival to the answer, `dropped` counts pictures that were never read."""

    type: Literal["sample"]
    seconds: float
    viewer: int | None
    faces: list[LiveFace]
    voice: LiveVoice | None
    fused: FusedReply | None
    normalised: Point | None
    lag: float
    dropped: int
