"""Where anything about a viewer is held: what is exported, counted and deleted.

viewer --< seen_item
       --< viewing_session --< consent, weight_change, reading, chat_line
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, func, select

from recommender_api.learning.tables import SeenItem, WeightChange
from recommender_api.privacy.tables import Consent, Viewer
from recommender_api.sessions.tables import ChatLine, Reading, ViewingSession
from recommender_api.tables import Base


def table_of(entity: type[Base]) -> Table:
    """An entity's table."""
    table = entity.__table__
    assert isinstance(table, Table)
    return table


OF_SESSIONS = tuple(map(table_of, (Reading, ChatLine, WeightChange, Consent, ViewingSession)))
"""What goes when a session goes, children first."""

OF_VIEWERS = (*OF_SESSIONS, table_of(SeenItem), table_of(Viewer))
"""Everything, children first."""

DESCRIPTIONS: Mapping[str, str] = {
    "viewer": "your random number and when it was made",
    "viewing_session": "what you watched or looked at, where, and what for",
    "consent": "what you agreed to, until when, and whether you withdrew it",
    "reading": "your apparent expression, moment by moment: estimates, not feelings",
    "chat_line": "what was said in the chat, and how positive your words seemed",
    "weight_change": "what was learned of your taste, step by step, and why",
    "seen_item": "what will not be recommended again because you have seen it",
}

SECRETS = {"token_hash", "salt"}
"""Columns that protect the viewer and say nothing about them."""


def belongs_to(table: Table, viewer_id: str) -> ColumnElement[bool]:
    """Which rows of a table of OF_VIEWERS are the viewer's."""
    if table.name == Viewer.__tablename__:
        return table.c.id == viewer_id
    if "viewer_id" in table.c:
        return table.c.viewer_id == viewer_id
    return table.c.session_id.in_(sessions_of(viewer_id))


def belongs_to_session(table: Table, session_id: str) -> ColumnElement[bool]:
    """Which rows of a table of OF_SESSIONS are the session's."""
    key = table.c.id if table.name == ViewingSession.__tablename__ else table.c.session_id
    return key == session_id


def sessions_of(viewer_id: str) -> Select[Any]:
    """The identifiers of a viewer's sessions."""
    return select(ViewingSession.id).where(ViewingSession.viewer_id == viewer_id)


def counted(connection: Connection, viewer_id: str) -> dict[str, int]:
    """How many rows of each table are the viewer's."""
    counts = {
        table.name: select(func.count()).select_from(table).where(belongs_to(table, viewer_id))
        for table in OF_VIEWERS
    }
    return {name: connection.execute(count).scalar_one() for name, count in counts.items()}


def remove(connection: Connection, which: Mapping[Table, ColumnElement[bool]]) -> dict[str, int]:
    """Delete those rows of each table, in this order; how many there were of each."""
    return {
        table.name: connection.execute(delete(table).where(those)).rowcount
        for table, those in which.items()
    }
