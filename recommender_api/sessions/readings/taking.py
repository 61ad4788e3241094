"""A request's body and query to rows of `reading`, each number once, in order.

body --by its key--> OneReading | Readings | Samples --start subtracted, sorted--> Taken
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from mien.fusion import Modality
from mien.validation import faults
from recommender_api.bodies import asked
from recommender_api.errors import InvalidField
from recommender_api.sessions.readings.requests import (
    MOST_SECONDS,
    MOST_SEQUENCE,
    OneReading,
    Readings,
    ReadingsQuery,
    Sample,
    Samples,
    Values,
)


class Taken(NamedTuple):
    """Rows in the order of their numbers, without their session; `skipped` samples hold none."""

    rows: list[Values]
    skipped: int
    live: bool


def requested(query: Mapping[str, str], body: bytes) -> Taken:
    """What a request brings. Raises NotJson or InvalidField, which names the field."""
    try:
        placing = ReadingsQuery.model_validate(query)
    except ValidationError as error:
        raise InvalidField(faults(error)) from error
    form = _form(body)
    if form is Samples:
        samples = asked(Samples).samples
        rows = list(_of_samples(samples, placing))
        return Taken(_each_once(rows), len(samples) - len(rows), placing.live)
    readings = asked(Readings).readings if form is Readings else (asked(OneReading),)
    rows = [
        each.values(each.sequence, each.seconds - placing.start, each.source) for each in readings
    ]
    return Taken(_each_once(rows), 0, placing.live)


def _form(body: bytes) -> type[BaseModel]:
    """By the key that only one form has."""
    try:
        content = from_json(body)
    except ValueError:
        return OneReading
    keys = content if isinstance(content, dict) else {}
    return Samples if "samples" in keys else Readings if "readings" in keys else OneReading


def _of_samples(samples: Sequence[Sample], placing: ReadingsQuery) -> Iterator[Values]:
    for place, sample in enumerate(samples):
        if sample.fused is None:
            continue
        seconds = sample.seconds - placing.start
        first = placing.first_sequence
        sequence = round(1000 * seconds) if first is None else first + place
        source = "+".join(each for each in Modality if each in sample.fused.weights)
        yield sample.fused.values(sequence, seconds, source)


def _each_once(rows: Sequence[Values]) -> list[Values]:
    """In order, each number once. Raises InvalidField for two different readings of one number."""
    placed: dict[int, Values] = {}
    for row in rows:
        _check_place(row)
        if placed.setdefault(row["sequence"], row) != row:
            raise InvalidField(f"sequence {row['sequence']} stands for two different readings")
    return [placed[sequence] for sequence in sorted(placed)]


def _check_place(row: Values) -> None:
    if not 0 <= row["seconds"] <= MOST_SECONDS:
        raise InvalidField(
            f"seconds: {row['seconds']:.10g} is not within 0 to {MOST_SECONDS:g} after the "
            "session's beginning; ?start= is subtracted from another clock's seconds"
        )
    if row["sequence"] > MOST_SEQUENCE:
        raise InvalidField(f"sequence {row['sequence']} is above {MOST_SEQUENCE}")
