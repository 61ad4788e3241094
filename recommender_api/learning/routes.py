"""The weights that were learned and what is behind them, and what a viewer has seen."""

from flask import Blueprint, request
from pydantic import ValidationError

from mien.validation import faults
from recommender_api.access.guard import allow
from recommender_api.access.scopes import Scope
from recommender_api.bodies import asked
from recommender_api.database import writing
from recommender_api.errors import InvalidField
from recommender_api.learning.changes import explained, set_undone
from recommender_api.learning.errors import NotNoted
from recommender_api.learning.replies import (
    NEWEST,
    ChangeReply,
    SeenReply,
    WeightsReply,
    change_reply,
    weights_reply,
)
from recommender_api.learning.requests import SeenRequest, WeightsQuery
from recommender_api.learning.seen import forget_seen, known_ids, mark_seen
from recommender_api.learning.watched import tag_name
from recommender_api.place import place
from recommender_api.privacy.viewers import existing

routes = Blueprint("learning", __name__)


@routes.get("/viewers/<viewer_id>/weights")
def weights_of_viewer(viewer_id: str) -> WeightsReply:
    """What was learned of the viewer's tastes, and why."""
    allow(Scope.SESSIONS, viewer_id)
    query = _weights_query()
    tag = None if query.tag is None else tag_name(query.tag)
    with place().engine.connect() as connection:
        existing(connection, viewer_id)
        found = explained(connection, viewer_id, query.category, tag)
    return weights_reply(found, NEWEST if tag is None else None)


@routes.post("/viewers/<viewer_id>/weights/changes/<change_id>/undo")
def undo_change(viewer_id: str, change_id: str) -> ChangeReply:
    """Let a change count no more; undoing it again changes nothing."""
    return _set_undone(viewer_id, change_id, undone=True)


@routes.delete("/viewers/<viewer_id>/weights/changes/<change_id>/undo")
def redo_change(viewer_id: str, change_id: str) -> ChangeReply:
    """Let an undone change count again."""
    return _set_undone(viewer_id, change_id, undone=False)


@routes.post("/viewers/<viewer_id>/seen")
def note_seen(viewer_id: str) -> SeenReply:
    """Note items that the viewer has seen elsewhere; they are recommended no more."""
    seen = asked(SeenRequest)
    allow(Scope.SESSIONS, viewer_id)
    with writing(place().engine) as connection:
        existing(connection, viewer_id, for_update=True)
        known = known_ids(connection, seen.catalog, seen.items)
        noted = mark_seen(connection, viewer_id, seen.catalog, known)
    return {"noted": noted, "unknown": [each for each in seen.items if each not in known]}


@routes.delete("/viewers/<viewer_id>/seen/<catalog>/<item_id>")
def forget_seen_item(viewer_id: str, catalog: str, item_id: str) -> SeenReply:
    """Take such a note back."""
    allow(Scope.SESSIONS, viewer_id)
    with writing(place().engine) as connection:
        existing(connection, viewer_id)
        if not forget_seen(connection, viewer_id, catalog, item_id):
            raise NotNoted("the viewer's seen items do not hold it")
    return {"noted": 0, "unknown": []}


def _set_undone(viewer_id: str, change_id: str, undone: bool) -> ChangeReply:
    allow(Scope.SESSIONS, viewer_id)
    with writing(place().engine) as connection:
        existing(connection, viewer_id)
        return change_reply(set_undone(connection, viewer_id, change_id, undone))


def _weights_query() -> WeightsQuery:
    try:
        return WeightsQuery.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise InvalidField(faults(error)) from error
