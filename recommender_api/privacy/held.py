"""What is held about a viewer, in short, for the page that shows it to them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from recommender_api.clock import stated
from recommender_api.privacy.holdings import DESCRIPTIONS, counted
from recommender_api.privacy.notices import Notices
from recommender_api.privacy.replies import ConsentReply, HeldSession, ViewerReply
from recommender_api.privacy.tables import Consent
from recommender_api.privacy.viewers import existing
from recommender_api.sessions.tables import ViewingSession
from recommender_api.tables import SEPARATOR

MOST_SESSIONS = 100


def held_about(connection: Connection, viewer_id: str, notices: Notices) -> ViewerReply:
    """All of it. Raises UnknownViewer."""
    viewer = existing(connection, viewer_id)
    counts = counted(connection, viewer_id)
    return {
        "viewer_id": viewer_id,
        "created": stated(viewer.created),
        "controller": notices.controller or notices.templates["en"].controller,
        "retention_days": notices.days,
        "held": {name: {"rows": n, "what": DESCRIPTIONS[name]} for name, n in counts.items()},
        "sessions": [_session(row, notices.days) for row in _sessions(connection, viewer_id)],
    }


def consent_reply(row: Row[Any]) -> ConsentReply:
    """A row with the columns of `consent`."""
    return {
        "notice": row.notice,
        "modalities": row.modalities.split(SEPARATOR),
        "given": stated(row.given),
        "expires": stated(row.expires),
        "acknowledged": _stated(row.acknowledged),
        "withdrawn": _stated(row.withdrawn),
    }


def _sessions(connection: Connection, viewer_id: str) -> list[Row[Any]]:
    session, consent = ViewingSession, Consent
    columns = (session.purpose, session.context, session.title, session.begun, session.ended)
    query = (
        select(*columns, *consent.__table__.c)
        .join(consent, consent.session_id == session.id)
        .where(session.viewer_id == viewer_id)
        .order_by(session.begun.desc(), session.id)
        .limit(MOST_SESSIONS)
    )
    return list(connection.execute(query))


def _session(row: Row[Any], days: int) -> HeldSession:
    return {
        "session_id": row.session_id,
        "purpose": row.purpose,
        "context": row.context,
        "title": row.title,
        "begun": stated(row.begun),
        "ended": _stated(row.ended),
        "removed_after": stated(row.begun + timedelta(days=days)),
        "consent": consent_reply(row),
    }


def _stated(moment: datetime | None) -> str | None:
    return None if moment is None else stated(moment)
