"""What `/sessions/{id}/chat` answers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row
from typing_extensions import TypedDict

from mien.perception.reply import DIGITS, by_label
from mien.perception.words.likes.opinion import Liking, Opinion
from recommender_api.clock import stated
from recommender_api.sessions.chat.heard import Heard


class LineReply(TypedDict):
    """A line of "viewer" or "mien"; `sentiment` (-1..1) is of the viewer's alone."""

    number: int
    speaker: str
    node: str
    text: str
    sentiment: float | None
    said: str


class ChatReply(TypedDict):
    """The whole talk; `next_number` is that of the viewer's next line."""

    lines: list[LineReply]
    node: str
    finished: bool
    next_number: int


class OpinionReply(TypedDict):
    """A thing that was liked or disliked, as it was called and as a lemma; strength in 0..1."""

    target: str
    lemma: str
    strength: float


class WordsReply(TypedDict):
    """The apparent expression of the words; without a telling one, neutral and a quality of 0."""

    probabilities: dict[str, float]
    dominant_emotion: str
    valence: float
    arousal: float
    quality: float


class SaidReply(TypedDict):
    """What became of the viewer's line `number`: Mien's lines, and what was heard in it."""

    number: int
    lines: list[LineReply]
    node: str
    sentiment: float
    expression: WordsReply
    liked: list[OpinionReply]
    disliked: list[OpinionReply]
    finished: bool
    next_number: int


def line_reply(row: Row[Any]) -> LineReply:
    """A row of `chat_line`."""
    return {
        "number": row.number,
        "speaker": row.speaker,
        "node": row.node,
        "text": row.text,
        "sentiment": row.sentiment,
        "said": stated(row.said),
    }


def said_reply(number: int, answered: Sequence[Row[Any]], heard: Heard, last: bool) -> SaidReply:
    """A line's answer, from the rows of Mien's lines that followed it."""
    return {
        "number": number,
        "lines": [line_reply(row) for row in answered],
        "node": answered[-1].node,
        "sentiment": round(heard.sentiment.compound, DIGITS),
        "expression": _words_reply(heard),
        "liked": _opinion_replies(heard, Liking.LIKE),
        "disliked": _opinion_replies(heard, Liking.DISLIKE),
        "finished": last,
        "next_number": answered[-1].number + 1,
    }


def _words_reply(heard: Heard) -> WordsReply:
    read = heard.expression
    return {
        "probabilities": by_label(read.probabilities),
        "dominant_emotion": read.dominant,
        "valence": round(read.valence, DIGITS),
        "arousal": round(read.arousal, DIGITS),
        "quality": round(read.quality, DIGITS),
    }


def _opinion_replies(heard: Heard, liking: Liking) -> list[OpinionReply]:
    return [_opinion_reply(each) for each in heard.opinions if each.polarity is liking]


def _opinion_reply(opinion: Opinion) -> OpinionReply:
    return {"target": opinion.target, "lemma": opinion.lemma, "strength": opinion.strength}
