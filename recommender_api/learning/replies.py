"""What the routes about weights and seen items answer."""

from collections.abc import Sequence

from typing_extensions import TypedDict

from mien.settings import settings
from recommender_api.clock import stated
from recommender_api.learning.changes import Change, Explained
from recommender_api.learning.weights import BOUND

NEWEST = 20
"""Changes that stand with a weight; what earlier ones count is added up."""


class ChangeReply(TypedDict):
    """A change of a weight; `counts` is its amount faded by age, 0 once undone."""

    change_id: int
    session_id: str
    category: str
    tag: str
    amount: float
    counts: float
    reason: str
    because: str
    chat_line: int | None
    made: str
    undone: str | None


class Earlier(TypedDict):
    """The changes that are not listed, and what they count together."""

    changes: int
    counts: float


class WeightReply(TypedDict):
    """A weight: what its changes, the earlier ones and `cut` count, added up."""

    category: str
    tag: str
    weight: float
    cut: float
    changes: list[ChangeReply]
    earlier: Earlier


class WeightsReply(TypedDict):
    """A viewer's weights, by category and then the heaviest first."""

    weights: list[WeightReply]
    bound: float
    half_life_days: float


class SeenReply(TypedDict):
    """How many items were noted as seen, and which the catalog does not have."""

    noted: int
    unknown: list[str]


def weights_reply(found: Sequence[Explained], newest: int | None) -> WeightsReply:
    """Each weight with so many of its newest changes; with all of them for None."""
    return {
        "weights": [_weight(each, newest) for each in found],
        "bound": BOUND,
        "half_life_days": settings().taste_half_life_days,
    }


def change_reply(change: Change) -> ChangeReply:
    """A change as it stands now."""
    row = change.row
    return {
        "change_id": row.id,
        "session_id": row.session_id,
        "category": row.category,
        "tag": row.tag,
        "amount": row.amount,
        "counts": change.counts,
        "reason": row.reason,
        "because": row.because,
        "chat_line": row.chat_line,
        "made": stated(row.made),
        "undone": None if row.undone is None else stated(row.undone),
    }


def _weight(each: Explained, newest: int | None) -> WeightReply:
    listed, earlier = (
        (each.changes, [])
        if newest is None
        else (
            each.changes[:newest],
            each.changes[newest:],
        )
    )
    return {
        "category": each.category,
        "tag": each.tag,
        "weight": each.weight,
        "cut": each.cut,
        "changes": [change_reply(change) for change in listed],
        "earlier": {"changes": len(earlier), "counts": sum(change.counts for change in earlier)},
    }
