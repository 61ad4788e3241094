"""What `/sessions/{id}/readings` answers."""

from typing import Any

from sqlalchemy import Row
from typing_extensions import TypedDict

from mien.taxonomy import LABELS


class StoredReply(TypedDict):
    """What became of the readings sent; `last_sequence` is the session's largest number."""

    stored: int
    known: int
    skipped: int
    last_sequence: int | None


class ReadingReply(TypedDict):
    """A stored reading, in the form in which it can be sent."""

    sequence: int
    seconds: float
    source: str
    probabilities: dict[str, float]
    valence: float
    arousal: float
    uncertain: bool


class ReadingsReply(TypedDict):
    """A page; `next_after` asks for the following one, null on the last."""

    readings: list[ReadingReply]
    next_after: int | None


def reading_reply(row: Row[Any]) -> ReadingReply:
    """A row of `reading`."""
    values = row._mapping
    return {
        "sequence": row.sequence,
        "seconds": row.seconds,
        "source": row.source,
        "probabilities": {label: values[label] for label in LABELS},
        "valence": row.valence,
        "arousal": row.arousal,
        "uncertain": row.uncertain,
    }
