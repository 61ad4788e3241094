"""Tag weights: the sum of a viewer's changes, each faded by its age, within -BOUND..BOUND.

    changes --amount * 0.5 ** (age / half-life)--> what each counts --sum, bound--> weight

Nothing but the changes is kept, so a weight can be explained, and undone, change by change.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, select

from mien.settings import settings
from recommender_api.clock import now
from recommender_api.learning.tables import WeightChange

BOUND = 100.0
"""No weight is farther from 0."""
OVERALL = frozenset(("sentiment", "score"))
"""Reasons that move all tags of an item alike; the others are about tags that were named."""

Weights = Mapping[str, float]
"""By tag, in lower case."""

_DAY = timedelta(days=1)
_COLUMNS: Select[Any] = select(
    *(WeightChange.__table__.c[name] for name in ("category", "tag", "amount", "reason", "made"))
)


@dataclass(slots=True)
class Evidence:
    """What is known of a tag: what its items moved it by, in how many lessons, and what was said of
    it by name; all three faded by age."""

    overall: float = 0.0
    lessons: float = 0.0
    named: float = 0.0

    def add(self, other: "Evidence", share: float) -> None:
        """Take in a share of other evidence."""
        self.overall += share * other.overall
        self.lessons += share * other.lessons
        self.named += share * other.named

    @property
    def weight(self) -> float:
        """Their sum, bounded."""
        return bounded(self.overall + self.named)


def weights(
    connection: Connection, viewer_id: str, category: str, at: datetime | None = None
) -> Weights:
    """A viewer's weights in a category by tag (lower case), -BOUND..BOUND, at a time (default now).

    Tags that nothing was learned about are absent, as are those whose changes were all undone.
    """
    known = all_evidence(connection, viewer_id, at).get(category, {})
    return {tag: evidence.weight for tag, evidence in known.items()}


def all_evidence(
    connection: Connection, viewer_id: str, at: datetime | None = None
) -> dict[str, dict[str, Evidence]]:
    """What is known of a viewer's tags, by category and tag; see `weights`."""
    since = at or now()
    found: defaultdict[str, defaultdict[str, Evidence]] = defaultdict(lambda: defaultdict(Evidence))
    for row in connection.execute(_changes(viewer_id, at)):
        evidence = found[row.category][row.tag]
        counts = faded(row.amount, row.made, since)
        if row.reason in OVERALL:
            evidence.overall += counts
            evidence.lessons += faded(1.0, row.made, since)
        else:
            evidence.named += counts
    return {category: dict(tags) for category, tags in found.items()}


def faded(amount: float, made: datetime, at: datetime) -> float:
    """What a change counts at a time: half after each half-life.

    Machines' clocks differ, so what another one made in a moment to come counts in full.
    """
    age = max(timedelta(0), at - made) / _DAY
    return float(amount * 0.5 ** (age / settings().taste_half_life_days))


def bounded(total: float) -> float:
    """A sum of changes as a weight."""
    return max(-BOUND, min(BOUND, total))


def _changes(viewer_id: str, at: datetime | None) -> Select[Any]:
    mine = (WeightChange.viewer_id == viewer_id) & WeightChange.undone.is_(None)
    if at is not None:
        mine &= WeightChange.made <= at
    return _COLUMNS.where(mine).order_by(WeightChange.id)
