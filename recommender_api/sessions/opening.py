"""How a session begins: context judged, item found, consent recorded, the first question asked.

SessionRequest --context--> item --> row of `viewing_session`, consent, first line of the chat
"""

from typing import Any

from sqlalchemy import Connection, insert

from recommender_api.clock import now
from recommender_api.privacy import consents
from recommender_api.privacy.identifiers import new_session_id
from recommender_api.privacy.notices import Notice, Notices
from recommender_api.privacy.viewers import existing
from recommender_api.sessions.chat.lines import add_mien_lines
from recommender_api.sessions.chat.turns import Speaker, Talk
from recommender_api.sessions.errors import ProhibitedContext
from recommender_api.sessions.items import described
from recommender_api.sessions.requests import PROHIBITED, SessionRequest
from recommender_api.sessions.tables import ViewingSession


def begin(
    connection: Connection, notices: Notices, speaker: Speaker, wished: SessionRequest
) -> tuple[str, Notice]:
    """Insert everything; the session's id, and the notice to show.

    Raises ProhibitedContext, UnknownViewer and UnknownItem.
    """
    _check_context(wished)
    existing(connection, wished.viewer_id, for_update=True)
    session_id = new_session_id()
    item = described(connection, wished.item)
    talk = Talk(session_id, item.title, item.category, wished.language, speaker.tree.start)
    notice = notices.notice(wished.purpose, wished.modalities, wished.language)
    row = {"id": session_id, "node": talk.node, **_stated(wished), **item._asdict()}
    connection.execute(insert(ViewingSession).values(row))
    add_mien_lines(connection, session_id, 1, [speaker.opening(talk)])
    agreed = (wished.modalities, wished.consent.until, notice.version)
    consents.give(connection, session_id, wished.viewer_id, *agreed)
    return session_id, notice


def _check_context(wished: SessionRequest) -> None:
    if wished.context in PROHIBITED and wished.exception is None:
        raise ProhibitedContext(
            f"the context is {wished.context}: Art. 5(1)(f) of the EU AI Act prohibits inferring "
            "emotions in the areas of workplace and education institutions, except for medical or "
            "safety reasons"
        )


def _stated(wished: SessionRequest) -> dict[str, Any]:
    claim = wished.exception
    return {
        "viewer_id": wished.viewer_id,
        "purpose": wished.purpose,
        "context": wished.context,
        "exception": None if claim is None else f"{claim.basis}: {claim.reference}",
        "language": wished.language,
        "begun": now(),
    }
