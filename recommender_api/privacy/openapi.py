"""The description of the routes of viewers, the notice and consent."""

from recommender_api.access.openapi import STATUSES
from recommender_api.describing import Schema, body, in_path, in_query, operation, ref
from recommender_api.privacy.replies import (
    ConsentReply,
    NewViewer,
    NoticeReply,
    Receipt,
    ViewerReply,
)
from recommender_api.privacy.requests import Acknowledgement, NoticeQuery

REPLIES = (NewViewer, NoticeReply, ConsentReply, ViewerReply, Receipt)
REQUESTS = (Acknowledgement,)


def paths() -> Schema:
    """Every route by its path."""
    notice = operation("The text to show before the first reading", ref("NoticeReply"), 422)
    new = operation("A new viewer", ref("NewViewer"), *STATUSES, status=201)
    held = operation("What is held about a viewer", ref("ViewerReply"), 404, *STATUSES)
    delete = operation("Delete a viewer and everything about them", ref("Receipt"), 404, *STATUSES)
    return {
        "/notice": {"get": {**notice, "parameters": in_query(NoticeQuery)}},
        "/viewers": {"post": new},
        "/viewers/{viewer_id}": {
            "parameters": [in_path("viewer_id")],
            "get": held,
            "delete": delete,
        },
        "/viewers/{viewer_id}/export": {
            "parameters": [in_path("viewer_id")],
            "get": _export(),
        },
        "/sessions/{session_id}/consent": _consent(),
    }


def _consent() -> Schema:
    problems = (400, 404, 409, 413, 422, *STATUSES)
    acknowledge = operation("Acknowledge the notice", ref("ConsentReply"), *problems)
    withdraw = operation("Withdraw; readings stop at once", ref("ConsentReply"), 404, *STATUSES)
    return {
        "parameters": [in_path("session_id")],
        "post": {**acknowledge, **body("Acknowledgement")},
        "delete": withdraw,
    }


def _export() -> Schema:
    export = operation("Everything held about a viewer, as a zip", {}, 404, *STATUSES)
    zipped = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}
    done = {"description": "OK", "content": zipped}
    return {**export, "responses": {**export["responses"], "200": done}}
