"""What viewers agreed to, session by session; every step is also an entry of the ledger.

given, unacknowledged --acknowledge--> readings may come --withdraw, or expiry--> never again
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Row, insert, select, update

from recommender_api.clock import now, stated
from recommender_api.errors import InvalidField
from recommender_api.privacy import ledger
from recommender_api.privacy.errors import (
    ConsentExpired,
    ConsentMissing,
    ConsentWithdrawn,
    NotAcknowledged,
    NoticeChanged,
)
from recommender_api.privacy.identifiers import is_session_id
from recommender_api.privacy.ledger import Event
from recommender_api.privacy.tables import Consent
from recommender_api.privacy.viewers import existing
from recommender_api.tables import SEPARATOR


class ConsentColumns(Protocol):
    """A row with these columns of `consent`, alone or joined to the session's."""

    @property
    def expires(self) -> datetime | None: ...
    @property
    def acknowledged(self) -> datetime | None: ...
    @property
    def withdrawn(self) -> datetime | None: ...


def give(
    connection: Connection,
    session_id: str,
    viewer_id: str,
    modalities: Iterable[str],
    expires: datetime,
    notice: str,
) -> None:
    """Record a consent, not yet acknowledged, for a session that this transaction inserted.

    `expires` is naive UTC, `notice` the version shown (`recommender_api.privacy.notices`). The
    connection must be of `recommender_api.database.writing`, since the ledger grows. Raises
    InvalidField for an `expires` that is not in the future, UnknownViewer.
    """
    given = now()
    if expires <= given:
        raise InvalidField(f"consent.expires: {stated(expires)} is not in the future")
    viewer = existing(connection, viewer_id)
    agreed = SEPARATOR.join(modalities)
    row = {"session_id": session_id, "viewer_id": viewer_id, "notice": notice, "given": given}
    connection.execute(insert(Consent).values(row | {"modalities": agreed, "expires": expires}))
    detail = {"notice": notice, "modalities": agreed, "expires": stated(expires)}
    ledger.append(connection, Event.GIVEN, viewer, detail, session_id)


def acknowledge(connection: Connection, session_id: str, notice: str) -> None:
    """Record that the viewer read the notice; again changes nothing.

    The connection must be of `recommender_api.database.writing`. Raises ConsentMissing,
    ConsentWithdrawn, ConsentExpired, or NoticeChanged for another version than the session's.
    """
    consent = found(connection, session_id)
    with suppress(NotAcknowledged):
        standing(consent)
        return
    assert consent is not None
    if notice != consent.notice:
        raise NoticeChanged(f"the session's notice is {consent.notice}")
    _record(connection, consent, "acknowledged", Event.ACKNOWLEDGED, {"notice": notice})


def withdraw(connection: Connection, session_id: str) -> None:
    """End the consent at once; again changes nothing.

    The connection must be of `recommender_api.database.writing`. Raises ConsentMissing.
    """
    consent = found(connection, session_id)
    if consent is None:
        raise ConsentMissing("this session has no consent")
    if consent.withdrawn is None:
        _record(connection, consent, "withdrawn", Event.WITHDRAWN, {})


def check(connection: Connection, session_id: str, at: datetime | None = None) -> None:
    """Whether readings may be taken, at `at` (naive UTC) or now: one read by primary key.

    Raises ConsentMissing, ConsentWithdrawn, ConsentExpired or NotAcknowledged.
    """
    columns = select(Consent.expires, Consent.acknowledged, Consent.withdrawn)
    row = connection.execute(columns.where(Consent.session_id == session_id)).one_or_none()
    standing(row, at)


def standing(row: ConsentColumns | None, at: datetime | None = None) -> None:
    """As `check`, from a row that was read already; no consent is None or an `expires` of None."""
    if row is None or row.expires is None:
        raise ConsentMissing("this session has no consent")
    if row.withdrawn is not None:
        raise ConsentWithdrawn(f"it was withdrawn at {stated(row.withdrawn)}")
    if row.expires <= (at or now()):
        raise ConsentExpired(f"it expired at {stated(row.expires)}")
    if row.acknowledged is None:
        raise NotAcknowledged("no acknowledgement of the session's notice has come")


def found(connection: Connection, session_id: str) -> Row[Any] | None:
    """A session's consent, which nobody else changes until the transaction ends."""
    if not is_session_id(session_id):
        return None
    query = select(Consent.__table__).where(Consent.session_id == session_id).with_for_update()
    return connection.execute(query).one_or_none()


def _record(
    connection: Connection, consent: Row[Any], column: str, event: Event, detail: dict[str, object]
) -> None:
    moment = update(Consent).where(Consent.session_id == consent.session_id)
    connection.execute(moment.values({column: now()}))
    viewer = existing(connection, consent.viewer_id)
    ledger.append(connection, event, viewer, detail, consent.session_id)
