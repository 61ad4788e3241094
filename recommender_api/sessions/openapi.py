"""The description of the routes about sessions."""

from recommender_api.describing import Schema, body, in_path, in_query, operation, ref
from recommender_api.sessions.chat.replies import ChatReply, SaidReply
from recommender_api.sessions.chat.requests import ChatRequest
from recommender_api.sessions.readings.replies import ReadingsReply, StoredReply
from recommender_api.sessions.readings.requests import OneReading, Readings, ReadingsQuery, Samples
from recommender_api.sessions.readings.routes import PageQuery
from recommender_api.sessions.replies import NewSessionReply, SessionReply, SessionsReply
from recommender_api.sessions.report.replies import ReportReply
from recommender_api.sessions.requests import SessionRequest
from recommender_api.sessions.routes import SessionsQuery

REPLIES = (
    NewSessionReply,
    SessionReply,
    SessionsReply,
    StoredReply,
    ReadingsReply,
    SaidReply,
    ChatReply,
    ReportReply,
)
REQUESTS = (SessionRequest, OneReading, Readings, Samples, ChatRequest)

_ACCESS = (401, 403, 404, 429)
_SESSION = "/sessions/{session_id}"


def paths() -> Schema:
    """Every route by its path."""
    begin = operation(
        "Begin a session", ref("NewSessionReply"), 400, 413, 422, *_ACCESS, status=201
    )
    listed = operation("A viewer's sessions", ref("SessionsReply"), 422, *_ACCESS)
    return {
        "/sessions": {"post": {**begin, **body("SessionRequest")}},
        "/viewers/{viewer_id}/sessions": {
            "get": {**listed, "parameters": [in_path("viewer_id"), *in_query(SessionsQuery)]}
        },
        _SESSION: {"get": _of_session("A session as it stands", "SessionReply")},
        f"{_SESSION}/readings": {"post": _add_readings(), "get": _readings()},
        f"{_SESSION}/chat": {"post": _say(), "get": _of_session("The chat", "ChatReply")},
        f"{_SESSION}/end": {"post": _of_session("End a session, once", "ReportReply")},
        f"{_SESSION}/report": {"get": _of_session("The report", "ReportReply", 409)},
        f"{_SESSION}/report.html": {"get": _page()},
    }


def _of_session(summary: str, reply: str, *problems: int) -> Schema:
    about = operation(summary, ref(reply), *problems, *_ACCESS)
    return {**about, "parameters": [in_path("session_id")]}


def _add_readings() -> Schema:
    about = _of_session("Store readings, each once", "StoredReply", 400, 409, 413, 422)
    forms = {"anyOf": [ref(name) for name in ("OneReading", "Readings", "Samples")]}
    sent = {"requestBody": {"required": True, "content": {"application/json": {"schema": forms}}}}
    return {**about, **sent, "parameters": [in_path("session_id"), *in_query(ReadingsQuery)]}


def _readings() -> Schema:
    about = _of_session("Stored readings, in order", "ReadingsReply", 422)
    return {**about, "parameters": [in_path("session_id"), *in_query(PageQuery)]}


def _say() -> Schema:
    about = _of_session("Say a line; Mien answers", "SaidReply", 400, 409, 413, 422)
    return {**about, **body("ChatRequest")}


def _page() -> Schema:
    about = _of_session("The report as a page", "ReportReply", 409)
    html = {"description": "OK", "content": {"text/html": {"schema": {"type": "string"}}}}
    return {**about, "responses": {**about["responses"], "200": html}}
