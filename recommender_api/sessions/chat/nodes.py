"""The parts of a talk's tree, as `tree.toml` states them."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mien.perception.words.likes.opinion import Liking
from mien.perception.words.sentiment import Polarity

Found = Literal["like", "dislike", "both"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class When(_Part):
    """When an answer fits; a condition that is not stated always holds."""

    sentiment: Polarity | None = Field(default=None, description="Of what the viewer just said.")
    found: Found | None = Field(default=None, description="Opinions of things found in it.")
    expressions: Polarity | None = Field(default=None, description="Of the readings so far.")

    @property
    def always(self) -> bool:
        """Whether nothing is asked."""
        return self == When()


class Answer(_Part):
    """What Mien says to a viewer's line, and where the talk goes on; `say` names phrasings."""

    when: When = When()
    say: str
    to: str


class Node(_Part):
    """A question (`ask` names its phrasings) and the answers to whatever is said to it."""

    ask: str
    about_item: bool = Field(False, description="The sentiment of the line is about the item.")
    asked: Liking | None = Field(None, description="What a bare list of things answers.")
    last: bool = Field(False, description="The talk is finished when it gets here.")
    answers: tuple[Answer, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _answers_anything(self) -> Self:
        if not self.answers[-1].when.always:
            raise ValueError("the last answer needs to be without a condition")
        return self
