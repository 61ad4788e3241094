"""Recommendations that follow what was learned."""

from typing import Any

from flask import Blueprint

from recommender_api.access.guard import allow
from recommender_api.access.scopes import Scope
from recommender_api.learning.recommending.answering import after_session, to_viewer
from recommender_api.learning.recommending.requests import next_request
from recommender_api.place import place
from recommender_api.privacy.viewers import existing
from recommender_api.sessions.found import find

routes = Blueprint("next", __name__)


@routes.post("/sessions/<session_id>/recommendations")
def recommend_after_session(session_id: str) -> dict[str, Any]:
    """What the session's viewer may like next, by what the session showed."""
    wished, here = next_request(), place()
    with here.engine.connect() as connection:
        session = find(connection, session_id, scope=Scope.RECOMMEND)
        return after_session(connection, here, session, wished)


@routes.post("/viewers/<viewer_id>/recommend")
def recommend_to_viewer(viewer_id: str) -> dict[str, Any]:
    """What the viewer may like next."""
    wished, here = next_request(), place()
    allow(Scope.RECOMMEND, viewer_id)
    with here.engine.connect() as connection:
        existing(connection, viewer_id)
        return to_viewer(connection, here, viewer_id, wished)
