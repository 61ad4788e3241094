"""Who asks, and whether they may: the line that every route of a viewer or session calls.

    Authorization --identify--> caller in `g` --allow, allow_session--> the route | 401, 403, 404

Where keys are required, a request without a valid key or viewer's token never reaches a route, but
what the caller may do is the route's to ask:

    @routes.get("/viewers/<viewer_id>/sessions")
    def sessions_of(viewer_id: str) -> ...:
        allow(Scope.SESSIONS, viewer_id)

    @routes.get("/sessions/<session_id>")
    def session(session_id: str) -> ...:
        with place().engine.connect() as connection:
            row = connection.execute(select(...).where(...)).one_or_none()
        session = allow_session(Scope.SESSIONS, row)
"""

from typing import Any, TypeVar, cast

from flask import g, request
from sqlalchemy import Row

from recommender_api.access.errors import MissingScope, UnknownSession, UnknownViewer
from recommender_api.access.gate import ANYBODY, Caller
from recommender_api.access.scopes import Scope
from recommender_api.place import place

OPEN = {"probes", "openapi", "notices"}
"""Blueprints that need no key: they hold nothing about anybody."""

Session = TypeVar("Session", bound=Row[Any])


def identify() -> None:
    """Before each request: who asks. Raises KeyRequired, InvalidCredentials or RateLimited."""
    held = request.blueprint is not None and request.blueprint not in OPEN
    if held and request.method != "OPTIONS":
        g.caller = place().gate.admit(request.headers.get("Authorization"))
    else:
        g.caller = ANYBODY


def allow(scope: Scope, viewer_id: str | None = None) -> None:
    """Let the current request go on, which is about this viewer, or about none.

    A key needs the scope. A viewer's token needs no scope but reaches only its own viewer. Does
    not look whether the viewer exists. Raises MissingScope, or UnknownViewer for another viewer.
    """
    caller = _caller()
    if caller.viewer_id is None:
        if scope not in caller.scopes:
            raise MissingScope(f"the key lacks the scope '{scope}'")
    elif viewer_id is None:
        if place().gate.required:
            raise MissingScope("a viewer's token reaches only that viewer's own things")
    elif caller.viewer_id != viewer_id:
        raise UnknownViewer("no viewer with this identifier can be reached")


def allow_session(scope: Scope, session: Session | None) -> Session:
    """The session's row (with `viewer_id`), if there is one and the caller may reach it.

    Raises MissingScope for a key, UnknownSession for None and for another viewer's alike.
    """
    caller = _caller()
    if caller.viewer_id is None:
        allow(scope)
    if session is None or caller.viewer_id not in (None, session.viewer_id):
        raise UnknownSession("no session with this identifier can be reached")
    return session


def _caller() -> Caller:
    return cast(Caller, g.caller)
