"""How many of the likes and dislikes in labelled sentences are found, and how many others.

tests/data/likes.jsonl: text, what it answers if anything, (target lemma, like | dislike) --> F1
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mien.perception.words.likes.extract import extract
from mien.perception.words.likes.opinion import Liking
from training.data_root import REPOSITORY

LABELLED = REPOSITORY / "tests" / "data" / "likes.jsonl"

Pair = tuple[str, str]
"""A target's lemma, and like or dislike."""


@dataclass(frozen=True, slots=True)
class LabelledTalk:
    """A text, what it answers if anything, and what it says."""

    text: str
    asked: Liking | None
    opinions: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Found:
    """Pairs that were found and told, found only, and told only."""

    texts: int
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """0..1."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """0..1."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, over pairs."""
        return 2.0 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def read_labelled(path: Path = LABELLED) -> list[LabelledTalk]:
    """The labelled texts, in the order of the file."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [
        LabelledTalk(
            row["text"],
            Liking(row["asked"]) if "asked" in row else None,
            frozenset((each["target"], each["polarity"]) for each in row["opinions"]),
        )
        for row in rows
    ]


def likes_figures(talks: Sequence[LabelledTalk]) -> Found:
    """What `extract` finds in the texts."""
    right = wrong = missed = 0
    for talk in talks:
        found = {(each.lemma, each.polarity.value) for each in extract(talk.text, talk.asked)}
        right += len(found & talk.opinions)
        wrong += len(found - talk.opinions)
        missed += len(talk.opinions - found)
    return Found(len(talks), right, wrong, missed)
