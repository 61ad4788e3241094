"""Answers to a batch of pictures, in which a damaged one spoils no other.

A batch gathers the pictures of several callers, so an exception would fail all of them.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from typing_extensions import TypedDict

from mien.errors import MienError
from mien.media.image import ImageLimits, Picture, decode_image
from mien.telemetry import spans
from services import metrics

Reply = TypeVar("Reply")


class ErrorReply(TypedDict):
    """Why one picture could not be read: the problem body that `/predict` would have answered."""

    error: dict[str, object]


def answer_each(
    batch: Sequence[bytes | Picture],
    limits: ImageLimits,
    answer: Callable[[list[Picture]], Iterable[Reply]],
) -> list[Reply | MienError]:
    """One answer or error a picture, in order; `answer` sees those that could be decoded."""
    decoded = [_decode(item, limits) for item in batch]
    answers = iter(answer([item for item in decoded if isinstance(item, Picture)]))
    return [next(answers) if isinstance(item, Picture) else item for item in decoded]


def replies(answers: Iterable[Reply | MienError]) -> list[Reply | ErrorReply]:
    """Answers as they go over the wire."""
    return [
        ErrorReply(error=answer.problem()) if isinstance(answer, MienError) else answer
        for answer in answers
    ]


def decode(data: bytes, limits: ImageLimits) -> Picture:
    """`decode_image`, timed."""
    with metrics.STEPS["decode"].time(), spans.span("decode"):
        return decode_image(data, limits)


def _decode(item: bytes | Picture, limits: ImageLimits) -> Picture | MienError:
    if isinstance(item, Picture):
        return item
    try:
        return decode(item, limits)
    except MienError as error:
        return error
