"""What a viewer's line says, by the readers of `mien.perception.words`.

line ─> sentiment, apparent expression of the words, likes and dislikes
"""

import unicodedata
from dataclasses import dataclass
from functools import cache

from mien.perception.words.emotion import EmotionReader, EmotionReading
from mien.perception.words.likes.extract import extract
from mien.perception.words.likes.opinion import ITEM, Liking, Opinion
from mien.perception.words.sentiment import Sentiment
from mien.perception.words.sentiment_reader import SentimentReader
from recommender_api.sessions.chat.nodes import Found

_SEEN = "LNPS"
"""Unicode's major categories of what can be seen: letters, numbers, punctuation, symbols."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A line as the readers took it."""

    sentiment: Sentiment
    expression: EmotionReading
    opinions: tuple[Opinion, ...]

    def named(self, liking: Liking) -> list[Opinion]:
        """Opinions of that kind about a thing with a name of its own."""
        return [o for o in self.opinions if o.polarity is liking and o.lemma != ITEM]

    @property
    def found(self) -> set[Found]:
        """Every condition that these opinions meet."""
        met: set[Found] = set()
        if self.named(Liking.LIKE):
            met.add("like")
        if self.named(Liking.DISLIKE):
            met.add("dislike")
        return met | {"both"} if len(met) == 2 else met


def hear(text: str, asked: Liking | None) -> Heard:
    """Read a line; `asked` is what a bare list in it answers."""
    sentiment, expression = readers()
    return Heard(sentiment.read_one(text), expression.read([text])[0], tuple(extract(text, asked)))


@cache
def readers() -> tuple[SentimentReader, EmotionReader]:
    """The process's readers, which load their lexicons with the first line."""
    return SentimentReader(), EmotionReader()


def says_something(text: str) -> bool:
    """Whether there is a character to be seen."""
    return any(unicodedata.category(character)[0] in _SEEN for character in text)
