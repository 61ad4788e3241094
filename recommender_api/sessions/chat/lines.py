"""A chat's lines in the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from mien.perception.words.sentiment import Polarity
from recommender_api.clock import now
from recommender_api.sessions.chat.turns import Said
from recommender_api.sessions.tables import ChatLine, Reading

Line = Row[Any]
VIEWER, MIEN = "viewer", "mien"

LEANING = 0.1
"""A mean of positive minus negative probability within it leans to neither side."""


def lines_of(connection: Connection, session_id: str) -> Sequence[Line]:
    """All lines in their order."""
    lines = select(ChatLine.__table__).where(ChatLine.session_id == session_id)
    return connection.execute(lines.order_by(ChatLine.number)).all()


def last_number(connection: Connection, session_id: str) -> int:
    """Of the last line; 0 where there is none."""
    last = select(func.max(ChatLine.number)).where(ChatLine.session_id == session_id)
    return connection.execute(last).scalar_one() or 0


def add_viewer_line(
    connection: Connection, session_id: str, number: int, node: str, text: str, sentiment: float
) -> None:
    """What the viewer said at a node."""
    said = {"speaker": VIEWER, "text": text, "sentiment": sentiment, "said": now()}
    place = {"session_id": session_id, "number": number, "node": node}
    connection.execute(insert(ChatLine).values(**place, **said))


def add_mien_lines(
    connection: Connection, session_id: str, first: int, said: Sequence[Said]
) -> None:
    """What Mien said, with consecutive numbers."""
    rows = [
        {
            "session_id": session_id,
            "number": number,
            "speaker": MIEN,
            "node": each.node,
            "text": each.text,
            "said": now(),
        }
        for number, each in enumerate(said, first)
    ]
    connection.execute(insert(ChatLine), rows)


def leaning(connection: Connection, session_id: str) -> Polarity | None:
    """How the session's readings look so far; None where there are none that are certain."""
    positive = Reading.happy + Reading.surprise
    negative = Reading.angry + Reading.disgust + Reading.fear + Reading.sad
    mean = select(func.avg(positive - negative)).where(
        Reading.session_id == session_id, Reading.uncertain.is_(False)
    )
    value = connection.execute(mean).scalar_one()
    if value is None:
        return None
    return "positive" if value > LEANING else "negative" if value < -LEANING else "neutral"
