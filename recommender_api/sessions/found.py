"""A session with its consent, read in one go: every request about a session begins here.

    id --session joined with consent--> row --ready_for(modality)--> open, agreed to, may be read

A transaction that writes about a session locks its rows first: readings share them, so that they
never wait for one another, while the chat and the end take them alone. What was acknowledged before
the end is therefore counted in it, and nothing comes after it, nor after a withdrawal.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from recommender_api.access.guard import allow_session
from recommender_api.access.scopes import Scope
from recommender_api.privacy import consents
from recommender_api.privacy.identifiers import is_session_id
from recommender_api.privacy.tables import Consent
from recommender_api.sessions.errors import ModalityNotAgreed, SessionEnded
from recommender_api.sessions.tables import Reading, ViewingSession
from recommender_api.tables import SEPARATOR

Lock = Literal["none", "shared", "alone"]
Session = Row[Any]
"""The columns of `viewing_session` and of `consent`; no name is in both but the ids."""

_OF_CONSENT = (
    Consent.notice,
    Consent.modalities,
    Consent.given,
    Consent.expires,
    Consent.acknowledged,
    Consent.withdrawn,
)


_LAST = (
    select(func.max(Reading.sequence))
    .where(Reading.session_id == ViewingSession.id)
    .scalar_subquery()
    .label("last_sequence")
)


def find(
    connection: Connection,
    session_id: str,
    lock: Lock = "none",
    scope: Scope = Scope.SESSIONS,
) -> Session:
    """The session, which the caller may reach; the lock holds until the transaction ends.

    What shares the lock, readings, also gets their largest number so far, `last_sequence`.
    Raises UnknownSession for another viewer's, too, and MissingScope.
    """
    known = is_session_id(session_id)
    row = connection.execute(_by_id(lock), {"session": session_id}).first() if known else None
    return allow_session(scope, row)


def ready_for(session: Session, modalities: Iterable[str]) -> None:
    """Raises SessionEnded, what the consent's standing raises, or ModalityNotAgreed."""
    if session.ended is not None:
        raise SessionEnded("the session has ended")
    consents.standing(session)
    agreed = session.modalities.split(SEPARATOR)
    if missing := [each for each in modalities if each not in agreed]:
        raise ModalityNotAgreed(
            f"the viewer agreed to {', '.join(agreed)}, not to {', '.join(missing)}"
        )


def joined() -> Select[Any]:
    """All sessions with their consents."""
    sessions = ViewingSession.__table__
    both = select(*sessions.c, *_OF_CONSENT)
    return both.join_from(sessions, Consent, Consent.session_id == sessions.c.id)


@cache
def _by_id(lock: Lock) -> Select[Any]:
    statement = joined().where(ViewingSession.id == bindparam("session"))
    if lock == "none":
        return statement
    if lock == "shared":
        return statement.add_columns(_LAST).with_for_update(read=True)
    return statement.with_for_update()
