"""`/api/v1/viewers`, `/api/v1/notice` and the consent of a session."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, request, send_file
from pydantic import ValidationError
from sqlalchemy import Connection, Row

from mien.validation import faults
from recommender_api.access.guard import allow, allow_session
from recommender_api.access.scopes import Scope
from recommender_api.bodies import asked
from recommender_api.database import writing
from recommender_api.errors import InvalidField
from recommender_api.place import place
from recommender_api.privacy import consents, viewers
from recommender_api.privacy.deletion import delete_viewer
from recommender_api.privacy.export import export
from recommender_api.privacy.held import consent_reply, held_about
from recommender_api.privacy.replies import (
    ConsentReply,
    NewViewer,
    NoticeReply,
    Receipt,
    ViewerReply,
)
from recommender_api.privacy.requests import Acknowledgement, NoticeQuery

notice_routes = Blueprint("notices", __name__)
routes = Blueprint("privacy", __name__)


@notice_routes.get("/notice")
def notice() -> NoticeReply:
    """The text to show before the first reading."""
    try:
        query = NoticeQuery.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise InvalidField(faults(error)) from error
    modalities = query.modalities.split(",")
    shown = place().notices.notice(query.purpose, modalities, query.language, query.recorded)
    return {"version": shown.version, "language": shown.language, "text": shown.text}


@routes.post("/viewers")
def new_viewer() -> tuple[NewViewer, HTTPStatus]:
    """A new pseudonym."""
    allow(Scope.SESSIONS)
    with place().engine.begin() as connection:
        viewer_id, token = viewers.create(connection)
    return {"viewer_id": viewer_id, "token": token}, HTTPStatus.CREATED


@routes.get("/viewers/<viewer_id>")
def viewer(viewer_id: str) -> ViewerReply:
    """What is held about a viewer, in short."""
    allow(Scope.REPORTS, viewer_id)
    here = place()
    with here.engine.connect() as connection:
        return held_about(connection, viewer_id, here.notices)


@routes.get("/viewers/<viewer_id>/export")
def exported(viewer_id: str) -> Response:
    """All that is held about a viewer."""
    allow(Scope.REPORTS, viewer_id)
    file = export(place().engine, viewer_id)
    response = send_file(file, "application/zip", as_attachment=True, download_name="viewer.zip")
    response.headers["Cache-Control"] = "no-store"
    return response


@routes.delete("/viewers/<viewer_id>")
def delete(viewer_id: str) -> Receipt:
    """Delete a viewer and everything about them."""
    allow(Scope.SESSIONS, viewer_id)
    return delete_viewer(place().engine, viewer_id)


@routes.post("/sessions/<session_id>/consent")
def acknowledge(session_id: str) -> ConsentReply:
    """The viewer read the notice and agrees."""
    acknowledgement = asked(Acknowledgement)
    with writing(place().engine) as connection:
        _reachable(connection, session_id)
        consents.acknowledge(connection, session_id, acknowledgement.notice)
        return consent_reply(_reachable(connection, session_id))


@routes.delete("/sessions/<session_id>/consent")
def withdraw(session_id: str) -> ConsentReply:
    """The viewer withdraws; readings stop at once."""
    with writing(place().engine) as connection:
        _reachable(connection, session_id)
        consents.withdraw(connection, session_id)
        return consent_reply(_reachable(connection, session_id))


def _reachable(connection: Connection, session_id: str) -> Row[Any]:
    return allow_session(Scope.SESSIONS, consents.found(connection, session_id))
