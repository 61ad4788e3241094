"""What a session teaches: a chat line, the likes and dislikes in it, and the score at the end.

    line: sentiment --------------------> the item's tags      up to 15 each, either way
          likes, dislikes --Vocabulary--> the tags they name   up to 5 each
                                     ---> tags near them       less by their distance
    end:  score ------------------------> the item's tags      up to 15 each

Every step is a row of `weight_change` with its reason, written in the caller's transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert

from mien.perception.words.likes.opinion import ITEM, Liking, Opinion
from recommender_api.clock import now
from recommender_api.learning.seen import mark_watched
from recommender_api.learning.tables import WeightChange
from recommender_api.learning.vocabulary import Vocabulary, vocabulary_of
from recommender_api.learning.watched import Watched, item_tags, tag_name

ITEM_STEP = 15.0
"""What a line or a score at its strongest moves each of the item's tags by (eMotical's figure)."""
NAMED_STEP = 5.0
"""What the strongest like or dislike moves the tag that it names by (eMotical's figure)."""
MOST_SCORE = 100.0
_LEAST = 0.005
"""A smaller step than this is none."""
_LONGEST_NAMED = 80


class Step(NamedTuple):
    """A change to come: by how much a tag's weight moves, and why."""

    tag: str
    amount: float
    reason: str
    because: str


def learn_from_line(
    connection: Connection,
    session: Watched,
    line: int,
    sentiment: float | None,
    opinions: Sequence[Opinion],
) -> int:
    """Learn from the viewer's chat line with this number; how many changes were written.

    `sentiment` is VADER's compound in -1..1, or None where the line is not about the item (an
    answer to what one would like to see next), which then moves only the tags that it names.
    """
    steps: list[Step] = []
    if sentiment is not None:
        said = f"a line about “{session.title}” sounds {sentiment:+.2f}"
        steps += _item(session, ITEM_STEP * _within(sentiment, 1.0), "sentiment", said)
    if opinions:
        vocabulary = vocabulary_of(connection, session)
        steps += (step for each in opinions for step in _opinion(vocabulary, each))
    return _write(connection, session, steps, line)


def learn_from_score(connection: Connection, session: Watched, score: float) -> int:
    """Learn from the score of a session that ends, -100..100; how many changes were written.

    The item counts as seen from then on. Call it once a session, in the transaction that ends it.
    """
    mark_watched(connection, session)
    share = _within(score, MOST_SCORE) / MOST_SCORE
    scored = f"the session with “{session.title}” scored {score:+.0f}"
    return _write(connection, session, _item(session, ITEM_STEP * share, "score", scored), None)


def _item(session: Watched, amount: float, reason: str, because: str) -> Iterator[Step]:
    return (Step(tag, amount, reason, because) for tag in item_tags(session))


def _opinion(vocabulary: Vocabulary, opinion: Opinion) -> Iterator[Step]:
    """An opinion on the item itself moves nothing: the line's sentiment has done so."""
    named = tag_name(opinion.lemma)
    if not named or opinion.lemma == ITEM:
        return
    sign = 1.0 if opinion.polarity is Liking.LIKE else -1.0
    full = sign * NAMED_STEP * _within(opinion.strength, 1.0)
    said = f"{opinion.polarity}d “{opinion.target[:_LONGEST_NAMED]}”"
    near = vocabulary.near(named)
    if not any(each.named for each in near):
        yield Step(named, full, str(opinion.polarity), said)
    for each in near:
        if each.named:
            yield Step(each.tag, full * each.share, str(opinion.polarity), said)
        else:
            because = f"{said}, which “{each.tag}” is near to (distance {1 - each.share:.2f})"
            yield Step(each.tag, full * each.share, "related", because)


def _write(
    connection: Connection, session: Watched, steps: Iterable[Step], line: int | None
) -> int:
    """Write what is large enough to count."""
    made = now()
    rows: list[dict[str, Any]] = [
        {
            **step._asdict(),
            "amount": round(step.amount, 4),
            "viewer_id": session.viewer_id,
            "session_id": session.id,
            "category": session.category,
            "chat_line": line,
            "made": made,
        }
        for step in steps
        if abs(step.amount) >= _LEAST
    ]
    if rows:
        connection.execute(insert(WeightChange), rows)
    return len(rows)


def _within(value: float, most: float) -> float:
    return max(-most, min(most, value))
