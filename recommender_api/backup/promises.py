"""What was promised since a backup was made, so that restoring it breaks no promise.

ledger, keys --made--> deleted viewers, withdrawn consents, revoked keys --restore--> kept again

A backup still holds a viewer who was deleted later, with the salt; so the ledger's entry of the
deletion, which leads to nobody without that salt, finds the viewer in the backup.
"""

import json
from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from sqlalchemy import Engine, inspect, select

from recommender_api.access import keys
from recommender_api.access.tables import ApiKey
from recommender_api.backup.errors import BackupUnreadable
from recommender_api.database import writing
from recommender_api.privacy.consents import withdraw
from recommender_api.privacy.deletion import delete_viewer
from recommender_api.privacy.ledger import Event, pseudonym
from recommender_api.privacy.tables import Consent, LedgerEntry, Viewer


class Promise(BaseModel):
    """`of` is a viewer or session as the ledger calls them, or a key's id."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["viewer-deleted", "consent-withdrawn", "key-revoked"]
    of: str


def made(engine: Engine) -> set[Promise]:
    """Every promise that a database knows of; none where it has no tables for them."""
    if not {LedgerEntry.__tablename__, ApiKey.__tablename__} <= set(
        inspect(engine).get_table_names()
    ):
        return set()
    entries = select(LedgerEntry.event, LedgerEntry.subject, LedgerEntry.detail)
    revoked = select(ApiKey.id).where(ApiKey.revoked.is_not(None))
    with engine.connect() as connection:
        found = {Promise(kind="key-revoked", of=each) for each in connection.scalars(revoked)}
        for event, subject, detail in connection.execute(entries):
            if event == Event.DELETED:
                found.add(Promise(kind="viewer-deleted", of=subject))
            elif event == Event.WITHDRAWN:
                found.add(Promise(kind="consent-withdrawn", of=json.loads(detail)["session"]))
    return found


def keep(engine: Engine, promises: Iterable[Promise]) -> dict[str, int]:
    """Delete, withdraw and revoke again; how many of each there were."""
    wanted = frozenset(promises)
    return {
        "viewers deleted": _delete(engine, wanted),
        "consents withdrawn": _withdraw(engine, wanted),
        "keys revoked": _revoke(engine, wanted),
    }


def as_lines(promises: Iterable[Promise]) -> str:
    """A JSON object a line, as `from_lines` reads them."""
    return "".join(
        f"{each.model_dump_json()}\n"
        for each in sorted(promises, key=lambda one: (one.kind, one.of))
    )


def from_lines(text: str) -> set[Promise]:
    """Raises BackupUnreadable for a line that is no promise."""
    try:
        return {_PROMISE.validate_json(line) for line in text.splitlines() if line.strip()}
    except ValidationError as error:
        raise BackupUnreadable("a line of the promises is none that Mien wrote") from error


_PROMISE = TypeAdapter(Promise)


def _delete(engine: Engine, promises: frozenset[Promise]) -> int:
    with engine.connect() as connection:
        viewers = connection.execute(select(Viewer.__table__)).all()
    gone = [
        viewer.id
        for viewer in viewers
        if Promise(kind="viewer-deleted", of=pseudonym(viewer, viewer.id)) in promises
    ]
    for viewer_id in gone:
        delete_viewer(engine, viewer_id)
    return len(gone)


def _withdraw(engine: Engine, promises: frozenset[Promise]) -> int:
    standing = (
        select(Viewer.id, Viewer.salt, Consent.session_id)
        .join(Consent, Consent.viewer_id == Viewer.id)
        .where(Consent.withdrawn.is_(None))
    )
    with writing(engine) as connection:
        over = [
            row.session_id
            for row in connection.execute(standing).all()
            if Promise(kind="consent-withdrawn", of=pseudonym(row, row.session_id)) in promises
        ]
        for session_id in over:
            withdraw(connection, session_id)
    return len(over)


def _revoke(engine: Engine, promises: frozenset[Promise]) -> int:
    with writing(engine) as connection:
        valid = select(ApiKey.id).where(ApiKey.revoked.is_(None))
        over = [
            key_id
            for key_id in connection.scalars(valid).all()
            if Promise(kind="key-revoked", of=key_id) in promises
        ]
        for key_id in over:
            keys.revoke(connection, key_id)
    return len(over)
