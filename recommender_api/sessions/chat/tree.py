"""The chat as data that an operator can replace: a tree of questions, and what is said in words.

    tree.toml: nodes, conditions, where each answer leads ─┐
    en.toml, ru.toml: phrasings of everything it says ─────┴─checked─> Tree

The tree is the same in every language. It is checked when the server starts: every list of answers
ends with one to anything, every node leads to the end, all phrasings exist and fill in only what is
known where they are said.
"""

import tomllib
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from mien.errors import InvalidSetting
from mien.validation import faults
from recommender_api.sessions.chat.checking import loose_ends, phrase_faults
from recommender_api.sessions.chat.nodes import Node

SHIPPED = Path(__file__).parent
TREE = "tree.toml"
LANGUAGES = ("en", "ru")


class Tree(BaseModel):
    """The whole talk; `phrases` holds the phrasings by language and name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: str
    nodes: dict[str, Node]
    phrases: dict[str, dict[str, tuple[str, ...]]]

    @classmethod
    def load(cls, folder: Path = SHIPPED) -> Self:
        """Raises InvalidSetting, which names what is wrong with which file."""
        content = _content(folder / TREE)
        phrases = {language: _content(folder / f"{language}.toml") for language in LANGUAGES}
        try:
            return cls.model_validate({**content, "phrases": phrases})
        except ValidationError as error:
            raise InvalidSetting(f"the chat {folder}: {faults(error)}") from error

    def node(self, name: str) -> Node:
        """A node; the first one where a talk stands at a node of another tree."""
        return self.nodes.get(name) or self.nodes[self.start]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        found = [*loose_ends(self.start, self.nodes), *phrase_faults(self.nodes, self.phrases)]
        if found:
            raise ValueError("; ".join(found))
        return self


def _content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidSetting(f"the chat {path}: {error}") from error
