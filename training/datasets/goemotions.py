"""GoEmotions: Reddit comments with the expressions that people read in them, in Ekman's groups.

archive of data/ekman/SPLIT.tsv (`text<TAB>label,label<TAB>id`) --> LabelledLine

Demszky et al., "GoEmotions: A Dataset of Fine-Grained Emotions", ACL 2020. The groups are coarse:
joy holds all that is positive, and surprise holds confusion and curiosity, so many questions.
"""

import tarfile
from dataclasses import dataclass
from pathlib import Path

from mien.taxonomy import Expression

ARCHIVE = "text/text-goemotions.tar.xz"

_EXPRESSIONS = {
    "anger": Expression.ANGRY,
    "disgust": Expression.DISGUST,
    "fear": Expression.FEAR,
    "joy": Expression.HAPPY,
    "neutral": Expression.NEUTRAL,
    "sadness": Expression.SAD,
    "surprise": Expression.SURPRISE,
}


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A comment and the expressions that its raters agreed on: one or more."""

    text: str
    expressions: frozenset[Expression]


def read_goemotions(path: Path, split: str) -> list[LabelledLine]:
    """The comments of `train`, `dev` or `test`. Raises FileNotFoundError."""
    with tarfile.open(path) as archive:
        labels = _text(archive, "labels.txt").split()
        rows = [line.split("\t") for line in _text(archive, f"{split}.tsv").splitlines()]
    numbered = [_EXPRESSIONS[label] for label in labels]
    return [
        LabelledLine(text, frozenset(numbered[int(number)] for number in numbers.split(",")))
        for text, numbers, _ in rows
    ]


def _text(archive: tarfile.TarFile, name: str) -> str:
    file = archive.extractfile(f"goemotions/data/ekman/{name}")
    assert file is not None
    return file.read().decode("utf-8")
