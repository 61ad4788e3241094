"""What a reader of likes and dislikes finds."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ITEM: Final = "it"
"""The lemma of what the talk is about: the film, the product."""


class Liking(StrEnum):
    """Whether someone would rather have more or less of a thing."""

    LIKE = "like"
    DISLIKE = "dislike"


@dataclass(frozen=True, slots=True)
class Opinion:
    """One like or dislike.

    `target` is what the text calls it, `lemma` the same in lower case and singular without
    articles and praise, or ITEM; `strength` is in 0..1; `span` are the first character of the
    target in the text and the one after its last, both 0 where it is understood but not written.
    """

    target: str
    lemma: str
    polarity: Liking
    strength: float
    span: tuple[int, int]
