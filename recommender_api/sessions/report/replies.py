"""The report's form as JSON."""

from typing_extensions import TypedDict

from recommender_api.learning.recommending.replies import NextMoviesReply, NextProductsReply
from recommender_api.learning.replies import ChangeReply
from recommender_api.sessions.chat.replies import LineReply
from recommender_api.sessions.replies import SessionReply

Recommendations = NextMoviesReply | NextProductsReply


class PartReply(TypedDict):
    """What readings or words say for the score: `value` in -1..1, `weight` in 0..1."""

    value: float
    weight: float


class ScoreReply(TypedDict):
    """-100..100 or null, what it is made of, and its definition."""

    value: float | None
    expressions: PartReply
    words: PartReply
    definition: str


class ExpressionsReply(TypedDict):
    """All readings in short: mean probabilities, valence and arousal, weighted by the time that
    each reading speaks for. `dominant_emotion` is "none" without readings."""

    readings: int
    seconds: float
    shares: dict[str, float]
    dominant_emotion: str
    valence: float
    arousal: float
    uncertain_share: float


class MomentReply(TypedDict):
    """A moment of the curves; `positive` and `negative` are sums of probabilities."""

    seconds: float
    probabilities: dict[str, float]
    positive: float
    negative: float


class OverTimeReply(TypedDict):
    """The curves; a line breaks where moments are more than `gap_seconds` apart."""

    gap_seconds: float
    moments: list[MomentReply]


class HeldReply(TypedDict):
    """What is kept of this session, until when, and which requests show or delete it."""

    readings: int
    chat_lines: int
    weight_changes: int
    removed_after: str
    requests: dict[str, str]


class ReportReply(TypedDict):
    """A session's report; `recommendations` are null where the catalog has nothing to offer."""

    session: SessionReply
    score: ScoreReply
    expressions: ExpressionsReply
    over_time: OverTimeReply
    chat: list[LineReply]
    learned: list[ChangeReply]
    recommendations: Recommendations | None
    held: HeldReply
