"""A report, put together from what the database holds of an ended session.

session, readings, chat ──> score, curves ─┐
weight changes, next recommendations ──────┴─> ReportReply
"""

from contextlib import suppress
from datetime import timedelta
from typing import cast

from sqlalchemy import Connection

from mien.perception.reply import DIGITS
from recommender_api.access.scopes import Scope
from recommender_api.clock import stated
from recommender_api.errors import EmptyCatalog, EmptyGenre
from recommender_api.learning.changes import session_changes
from recommender_api.learning.recommending.answering import after_session
from recommender_api.learning.recommending.requests import NextRequest
from recommender_api.learning.replies import change_reply
from recommender_api.place import Place
from recommender_api.sessions.chat.replies import line_reply
from recommender_api.sessions.errors import SessionNotEnded
from recommender_api.sessions.evidence import Evidence, evidence
from recommender_api.sessions.found import Session, find
from recommender_api.sessions.replies import session_reply
from recommender_api.sessions.report.figures import expressions, over_time
from recommender_api.sessions.report.replies import (
    HeldReply,
    PartReply,
    Recommendations,
    ReportReply,
    ScoreReply,
)
from recommender_api.sessions.scoring import DEFINITION, Part

RECOMMENDED = 5


def report(here: Place, session_id: str, scope: Scope) -> ReportReply:
    """The report; `scope` is what a key needs. Raises UnknownSession and SessionNotEnded."""
    with here.engine.connect() as connection:
        session = find(connection, session_id, scope=scope)
        if session.ended is None:
            raise SessionNotEnded("there is no report before the end")
        found = evidence(connection, session)
        learned = [change_reply(each) for each in session_changes(connection, session_id)]
        return {
            "session": session_reply(session),
            "score": _score(session, found),
            "expressions": expressions(found.track),
            "over_time": over_time(found.track),
            "chat": [line_reply(line) for line in found.lines],
            "learned": learned,
            "recommendations": _recommendations(connection, here, session),
            "held": _held(session, found, len(learned), here.notices.days),
        }


def _score(session: Session, found: Evidence) -> ScoreReply:
    return {
        "value": None if session.score is None else round(session.score, 1),
        "expressions": _part(found.expressions),
        "words": _part(found.words),
        "definition": DEFINITION,
    }


def _part(part: Part) -> PartReply:
    return {"value": round(part.value, DIGITS), "weight": round(part.weight, DIGITS)}


def _recommendations(
    connection: Connection, here: Place, session: Session
) -> Recommendations | None:
    """The session itself is the seed, so that a report that is read twice says the same."""
    wished = NextRequest.model_validate({"count": RECOMMENDED, "seed": int(session.id[-8:], 16)})
    with suppress(EmptyCatalog, EmptyGenre):
        return cast(Recommendations, after_session(connection, here, session, wished))
    return None


def _held(session: Session, found: Evidence, changes: int, days: int) -> HeldReply:
    viewer = f"/api/v1/viewers/{session.viewer_id}"
    return {
        "readings": len(found.track),
        "chat_lines": len(found.lines),
        "weight_changes": changes,
        "removed_after": stated(session.begun + timedelta(days=days)),
        "requests": {
            "see everything that is held": f"GET {viewer}",
            "see the weights, undo a change": f"GET {viewer}/weights",
            "take everything along": f"GET {viewer}/export",
            "delete everything": f"DELETE {viewer}",
            "withdraw the consent": f"DELETE /api/v1/sessions/{session.id}/consent",
        },
    }
