"""`/sessions` and `/viewers/{id}/sessions`: one viewer, one item, begun with consent and ended."""

from flask import Blueprint, Response, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mien.validation import faults
from recommender_api.access.guard import allow
from recommender_api.access.scopes import Scope
from recommender_api.bodies import asked
from recommender_api.database import writing
from recommender_api.errors import InvalidField
from recommender_api.place import place
from recommender_api.privacy.viewers import existing
from recommender_api.safe_headers import ALWAYS, MADE_OF_PEOPLES_DATA
from recommender_api.sessions.chat.lines import lines_of
from recommender_api.sessions.chat.replies import line_reply
from recommender_api.sessions.ending import end
from recommender_api.sessions.found import find, joined
from recommender_api.sessions.opening import begin
from recommender_api.sessions.replies import (
    NewSessionReply,
    SessionReply,
    SessionsReply,
    notice_reply,
    session_reply,
)
from recommender_api.sessions.report.content import report
from recommender_api.sessions.report.page import page
from recommender_api.sessions.report.replies import ReportReply
from recommender_api.sessions.requests import SessionRequest
from recommender_api.sessions.tables import ViewingSession

routes = Blueprint("sessions", __name__)


class SessionsQuery(BaseModel):
    """Which of a viewer's sessions to answer."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    limit: int = Field(50, ge=1, le=200)
    offset: int = Field(0, ge=0, le=2**31 - 1)


@routes.post("/sessions")
def new_session() -> tuple[NewSessionReply, int]:
    """Begin a session; its notice is to be acknowledged before anything is read."""
    wished = asked(SessionRequest)
    allow(Scope.SESSIONS, wished.viewer_id)
    here = place()
    with writing(here.engine) as connection:
        session_id, notice = begin(connection, here.notices, here.speaker, wished)
        session = session_reply(find(connection, session_id))
        lines = [line_reply(line) for line in lines_of(connection, session_id)]
    return {**session, "notice": notice_reply(notice), "chat": lines}, 201


@routes.get("/sessions/<session_id>")
def session(session_id: str) -> SessionReply:
    """A session as it stands."""
    with place().engine.connect() as connection:
        return session_reply(find(connection, session_id))


@routes.get("/viewers/<viewer_id>/sessions")
def sessions_of_viewer(viewer_id: str) -> SessionsReply:
    """A viewer's sessions, the newest first."""
    allow(Scope.SESSIONS, viewer_id)
    try:
        query = SessionsQuery.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise InvalidField(faults(error)) from error
    newest = joined().order_by(ViewingSession.begun.desc(), ViewingSession.id)
    mine = newest.where(ViewingSession.viewer_id == viewer_id)
    with place().engine.connect() as connection:
        existing(connection, viewer_id)
        found = connection.execute(mine.limit(query.limit).offset(query.offset)).all()
    end_of_page = query.offset + len(found)
    return {
        "sessions": [session_reply(row) for row in found],
        "next_offset": end_of_page if len(found) == query.limit else None,
    }


@routes.post("/sessions/<session_id>/end")
def end_session(session_id: str) -> ReportReply:
    """End a session; ending it again answers the same report."""
    end(place().engine, session_id)
    return report(place(), session_id, Scope.SESSIONS)


@routes.get("/sessions/<session_id>/report")
def report_of_session(session_id: str) -> ReportReply:
    """The report of a session that has ended."""
    return report(place(), session_id, Scope.REPORTS)


@routes.get("/sessions/<session_id>/report.html")
def report_page(session_id: str) -> Response:
    """The same as a page that needs no network and runs no script."""
    made = page(report(place(), session_id, Scope.REPORTS))
    return Response(made, mimetype="text/html", headers={**ALWAYS, **MADE_OF_PEOPLES_DATA})
