"""A chain of hashes over every consent and deletion, which outlives the viewers.

    entry 1 --hash--> entry 2 --hash--> ...     subject = HMAC-SHA256(viewer's salt, viewer's id)

Whoever changes an entry must change every later one, and the receipts that viewers hold. When a
viewer is deleted the salt goes too, and the subject leads to nobody.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC
from enum import StrEnum
from typing import Protocol

from sqlalchemy import Connection, insert, select, text

from recommender_api.clock import now
from recommender_api.privacy.errors import LedgerBroken
from recommender_api.privacy.tables import LedgerEntry

FIRST_PREVIOUS = "0" * 64
_LOCK_KEY = 0x6C656467  # "ledg"
_COLUMNS = LedgerEntry.__table__.c


class Event(StrEnum):
    """What an entry records."""

    GIVEN = "consent-given"
    ACKNOWLEDGED = "notice-acknowledged"
    WITHDRAWN = "consent-withdrawn"
    DELETED = "viewer-deleted"
    EXPIRED = "session-expired"


class Pseudonym(Protocol):
    """A row of `viewer`."""

    @property
    def id(self) -> str: ...
    @property
    def salt(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the chain; `at` is ISO 8601 in UTC, `detail` JSON, hashes are SHA-256 in hex."""

    number: int
    at: str
    event: str
    subject: str
    detail: str
    previous: str
    hash: str

    def digest(self) -> str:
        """What `hash` must be."""
        sealed = [self.number, self.at, self.event, self.subject, self.detail, self.previous]
        return hashlib.sha256(json.dumps(sealed).encode()).hexdigest()


def append(
    connection: Connection,
    event: Event,
    viewer: Pseudonym | None,
    detail: Mapping[str, object],
    session_id: str | None = None,
) -> Entry:
    """Add an entry about a viewer, or about none, and return it.

    `detail` must hold no identifier; the session's becomes a pseudonym, as the viewer's does.
    The connection must be of `recommender_api.database.writing`. Others that append wait until its
    transaction ends, so append after every other row is locked, or two transactions may wait for
    each other.
    """
    _lock(connection)
    number, previous = head(connection)
    stated = dict(detail)
    if viewer is not None and session_id is not None:
        stated["session"] = pseudonym(viewer, session_id)
    entry = Entry(
        number=number + 1,
        at=now().replace(tzinfo=UTC).isoformat(timespec="microseconds"),
        event=event,
        subject="" if viewer is None else pseudonym(viewer, viewer.id),
        detail=json.dumps(stated, sort_keys=True),
        previous=previous,
        hash="",
    )
    sealed = {**asdict(entry), "hash": entry.digest()}
    connection.execute(insert(LedgerEntry).values(sealed))
    return Entry(**sealed)


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the newest entry; 0 and zeros where there is none."""
    newest = select(_COLUMNS.number, _COLUMNS.hash).order_by(_COLUMNS.number.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return (0, FIRST_PREVIOUS) if row is None else (row.number, row.hash)


def pseudonym(viewer: Pseudonym, identifier: str) -> str:
    """What the ledger calls a viewer or one of the viewer's sessions."""
    return hmac.new(viewer.salt.encode(), identifier.encode(), hashlib.sha256).hexdigest()


def verify(connection: Connection, receipt: tuple[int, str] | None = None) -> tuple[int, str]:
    """Number and hash of the newest entry, if the whole chain holds.

    `receipt` is the number and hash of an entry as a viewer's receipt states them: without one
    from outside, a chain that was cut short or written anew from its start looks whole. Raises
    LedgerBroken, which names the first entry that does not fit.
    """
    number, previous = 0, FIRST_PREVIOUS
    for row in connection.execute(select(LedgerEntry.__table__).order_by(_COLUMNS.number)):
        entry = Entry(**row._mapping)
        number += 1
        _fits(entry, number, previous)
        if receipt is not None and receipt[0] == number and receipt[1] != entry.hash:
            raise LedgerBroken(f"entry {number} is not the one that the receipt names")
        previous = entry.hash
    if receipt is not None and not 1 <= receipt[0] <= number:
        raise LedgerBroken(f"entry {receipt[0]}, which the receipt names, is missing")
    return number, previous


def _fits(entry: Entry, number: int, previous: str) -> None:
    if entry.number != number:
        raise LedgerBroken(f"entry {number} is missing")
    if entry.previous != previous:
        raise LedgerBroken(f"entry {number} does not follow from the one before")
    if entry.hash != entry.digest():
        raise LedgerBroken(f"entry {number} does not have its own hash")


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
