"""A seeded half of anything for choosing, the other half for reporting."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

SEED = 6


def halves(rows: Sequence[T]) -> tuple[list[T], list[T]]:
    """The development half and the held-out half, each in the order of `rows`."""
    numbers = list(range(len(rows)))
    Random(SEED).shuffle(numbers)
    middle = len(numbers) // 2
    chosen = set(numbers[:middle])
    return (
        [row for number, row in enumerate(rows) if number in chosen],
        [row for number, row in enumerate(rows) if number not in chosen],
    )
