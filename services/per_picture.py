"""Answers to a batch of uploaded files, in which a damaged one spoils no other.

A BentoML batch gathers the files of several callers, so an exception would fail all of them.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from typing_extensions import TypedDict

from mien.errors import MienError
from mien.media.image import ImageLimits, Picture, decode_image

Reply = TypeVar("Reply")


class ErrorReply(TypedDict):
    """Why one file could not be read: the problem body that `/predict` would have answered."""

    error: dict[str, object]


def answer_each(
    paths: Sequence[Path],
    limits: ImageLimits,
    answer: Callable[[list[Picture]], Iterable[Reply]],
) -> list[Reply | ErrorReply]:
    """One reply a file, in order; `answer` sees the pictures that could be decoded."""
    decoded = [_decode(path, limits) for path in paths]
    answers = iter(answer([item for item in decoded if isinstance(item, Picture)]))
    return [
        next(answers) if isinstance(item, Picture) else ErrorReply(error=item.problem())
        for item in decoded
    ]


def _decode(path: Path, limits: ImageLimits) -> Picture | MienError:
    try:
        return decode_image(path.read_bytes(), limits)
    except MienError as error:
        return error
