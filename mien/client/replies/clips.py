"""Clips and sounds, and the jobs that read them."""

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from mien.perception.reply import SpeechReply

State = Literal["queued", "running", "done", "failed", "cancelled"]


class AudioReply(SpeechReply):
    """The voice of a sound of so many seconds."""

    duration: float


class Point(TypedDict):
    """A place on the circumplex."""

    valence: float
    arousal: float


class Baseline(Point):
    """Where the viewer's face rests, and the length of what that was seen in."""

    seconds: float


class Polarity(TypedDict):
    """Percentages of the samples."""

    positive: float
    negative: float
    neutral: float


class Emonps(TypedDict):
    """EmoNPS with the weight `k` of neutral samples."""

    k: float
    value: float


class ClipSummary(TypedDict):
    """A clip in numbers; `definitions` explains them. `cut_short` says why there is no more of the
    clip, "" for a whole one; `emosh` is null without a face."""

    duration: float
    samples: int
    shares: dict[str, float]
    dominant_emotion: str
    uncertain: bool
    valence: float
    arousal: float
    peak: Point
    emoji: str
    score: float
    polarity: Polarity
    experience_index: float
    emonps: Emonps
    no_face_share: float
    uncertain_share: float
    conflict: float
    baseline: Baseline | None
    definitions: dict[str, str]
    cut_short: str
    emosh: dict[str, Any] | None


class JobReply(TypedDict):
    """A clip being analysed. `created`, `ended` and `expires` are seconds since 1970; `progress` is
    null where the clip does not state its length, and `seconds_left` an estimate."""

    id: str
    name: str
    state: State
    progress: float | None
    seconds_analysed: float
    seconds_left: float | None
    created: float
    ended: float | None
    expires: float | None
    events: str
    error: NotRequired[dict[str, Any]]
    result: NotRequired[ClipSummary]
    files: NotRequired[dict[str, str]]
