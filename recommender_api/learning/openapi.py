"""The description of the routes about tastes."""

from recommender_api.describing import Schema, body, either, in_path, in_query, operation, ref
from recommender_api.learning.recommending.replies import NextMoviesReply, NextProductsReply
from recommender_api.learning.recommending.requests import NextRequest
from recommender_api.learning.replies import ChangeReply, SeenReply, WeightsReply
from recommender_api.learning.requests import SeenRequest, WeightsQuery

REPLIES = (NextMoviesReply, NextProductsReply, WeightsReply, ChangeReply, SeenReply)
REQUESTS = (NextRequest, SeenRequest)

_CHANGE = "/viewers/{viewer_id}/weights/changes/{change_id}/undo"
_SEEN = "/viewers/{viewer_id}/seen"
_ACCESS = (401, 403, 404, 429)


def paths() -> Schema:
    """Every route by its path."""
    items = either("NextMoviesReply", "NextProductsReply")
    after = operation("What to watch after a session", items, 400, 409, 413, 422, *_ACCESS)
    to_viewer = operation("What a viewer may like next", items, 400, 409, 413, 422, *_ACCESS)
    weights = operation("What was learned, and why", ref("WeightsReply"), 422, *_ACCESS)
    note = operation("Note items as seen", ref("SeenReply"), 400, 413, 422, *_ACCESS)
    wishes = body("NextRequest", required=False)
    return {
        "/sessions/{session_id}/recommendations": {
            "post": {**after, **wishes, "parameters": [in_path("session_id")]},
        },
        "/viewers/{viewer_id}/recommend": {
            "post": {**to_viewer, **wishes, "parameters": [in_path("viewer_id")]},
        },
        "/viewers/{viewer_id}/weights": {
            "get": {**weights, "parameters": [in_path("viewer_id"), *in_query(WeightsQuery)]},
        },
        _CHANGE: {
            "post": _about_change("Undo a change of a weight"),
            "delete": _about_change("Let an undone change count again"),
        },
        _SEEN: {"post": {**note, **body("SeenRequest"), "parameters": [in_path("viewer_id")]}},
        f"{_SEEN}/{{catalog}}/{{item_id}}": {"delete": _forget()},
    }


def _about_change(summary: str) -> Schema:
    named = [in_path("viewer_id"), in_path("change_id")]
    return {**operation(summary, ref("ChangeReply"), *_ACCESS), "parameters": named}


def _forget() -> Schema:
    forget = operation("Take back that an item was seen", ref("SeenReply"), *_ACCESS)
    return {**forget, "parameters": [in_path(name) for name in ("viewer_id", "catalog", "item_id")]}
