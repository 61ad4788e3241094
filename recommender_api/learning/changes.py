"""The changes behind weights: listed, undone, and done again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update

from recommender_api.clock import now
from recommender_api.learning.errors import UnknownChange
from recommender_api.learning.tables import WeightChange
from recommender_api.learning.weights import bounded, faded

_CHANGES: Select[Any] = select(WeightChange.__table__)
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Change:
    """A row, and what it counts now: its amount faded by age, 0 if undone."""

    row: Row[Any]
    counts: float


@dataclass(frozen=True, slots=True)
class Explained:
    """A tag's weight with all of its changes, the newest first.

    The weight is the sum of what they count plus `cut`, which is 0 unless the sum passes the bound.
    """

    category: str
    tag: str
    weight: float
    cut: float
    changes: Sequence[Change]


def explained(
    connection: Connection, viewer_id: str, category: str | None = None, tag: str | None = None
) -> list[Explained]:
    """A viewer's weights, by category and then the heaviest first; of one category or tag only."""
    statement = _CHANGES.where(WeightChange.viewer_id == viewer_id)
    if category is not None:
        statement = statement.where(WeightChange.category == category)
    if tag is not None:
        statement = statement.where(WeightChange.tag == tag)
    rows = connection.execute(statement.order_by(WeightChange.id.desc()))
    by_tag: defaultdict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in _counted(rows):
        by_tag[change.row.category, change.row.tag].append(change)
    found = [_explained(*key, changes) for key, changes in by_tag.items()]
    return sorted(found, key=lambda each: (each.category, -each.weight, each.tag))


def session_changes(connection: Connection, session_id: str) -> list[Change]:
    """What a session taught, in the order in which it did."""
    statement = _CHANGES.where(WeightChange.session_id == session_id).order_by(WeightChange.id)
    return _counted(connection.execute(statement))


def set_undone(connection: Connection, viewer_id: str, change_id: str, undone: bool) -> Change:
    """Undo a change or do it again; doing so twice changes nothing. Raises UnknownChange."""
    number = int(change_id) if change_id.isascii() and change_id.isdigit() else 0
    if not 0 < number <= _LARGEST_ID:
        raise UnknownChange(f"no change has the id '{change_id[:32]}'")
    mine = (WeightChange.id == number) & (WeightChange.viewer_id == viewer_id)
    other = WeightChange.undone.is_(None) if undone else WeightChange.undone.is_not(None)
    moment = now() if undone else None
    connection.execute(update(WeightChange).where(mine, other).values(undone=moment))
    found = _counted(connection.execute(_CHANGES.where(mine)))
    if not found:
        raise UnknownChange(f"no change has the id '{number}'")
    return found[0]


def _counted(rows: Iterable[Row[Any]]) -> list[Change]:
    at = now()
    return [Change(row, _counts(row, at)) for row in rows]


def _counts(row: Row[Any], at: datetime) -> float:
    return faded(row.amount, row.made, at) if row.undone is None else 0.0


def _explained(category: str, tag: str, changes: Sequence[Change]) -> Explained:
    total = sum(change.counts for change in reversed(changes))
    return Explained(category, tag, bounded(total), bounded(total) - total, changes)
