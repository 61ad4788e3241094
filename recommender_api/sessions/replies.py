"""What `/sessions` answers about a session itself."""

from typing_extensions import TypedDict

from recommender_api.clock import stated
from recommender_api.privacy.held import consent_reply
from recommender_api.privacy.notices import Notice
from recommender_api.privacy.replies import ConsentReply, NoticeReply
from recommender_api.sessions.chat.replies import LineReply
from recommender_api.sessions.found import Session
from recommender_api.sessions.state import State, state_of
from recommender_api.tables import SEPARATOR


class ItemReply(TypedDict):
    """What the session is about; `id` is null for a video."""

    catalog: str
    id: str | None
    title: str
    category: str
    tags: list[str]


class SessionReply(TypedDict):
    """A session; times are ISO 8601 in UTC, `score` (-100..100) comes with the end."""

    session_id: str
    viewer_id: str
    state: State
    purpose: str
    context: str
    exception: str | None
    language: str
    item: ItemReply
    consent: ConsentReply
    begun: str
    ended: str | None
    score: float | None


class NewSessionReply(SessionReply):
    """A session that begins: the notice to show first, and the chat's first question."""

    notice: NoticeReply
    chat: list[LineReply]


class SessionsReply(TypedDict):
    """A viewer's sessions, the newest first; `next_offset` is null on the last page."""

    sessions: list[SessionReply]
    next_offset: int | None


def session_reply(session: Session) -> SessionReply:
    """A session with its consent."""
    return {
        "session_id": session.id,
        "viewer_id": session.viewer_id,
        "state": state_of(session),
        "purpose": session.purpose,
        "context": session.context,
        "exception": session.exception,
        "language": session.language,
        "item": item_reply(session),
        "consent": consent_reply(session),
        "begun": stated(session.begun),
        "ended": None if session.ended is None else stated(session.ended),
        "score": session.score,
    }


def item_reply(session: Session) -> ItemReply:
    """A session's item."""
    return {
        "catalog": session.catalog,
        "id": session.item_id,
        "title": session.title,
        "category": session.category,
        "tags": session.tags.split(SEPARATOR) if session.tags else [],
    }


def notice_reply(notice: Notice) -> NoticeReply:
    """A notice as the viewer is shown it."""
    return {"version": notice.version, "language": notice.language, "text": notice.text}
