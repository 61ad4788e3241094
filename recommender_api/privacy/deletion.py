"""A viewer's deletion: every row, then what rows leave in the files, and a receipt.

    viewer locked --> rows counted and deleted --> entry of the ledger --commit--> files erased

The receipt names the entry, so that its holder can later prove that the ledger was not rewritten.
"""

import secrets
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Engine, Row
from sqlalchemy.exc import OperationalError

from recommender_api.database import writing
from recommender_api.errors import DatabaseUnavailable
from recommender_api.privacy import ledger
from recommender_api.privacy.erasing import erase
from recommender_api.privacy.holdings import OF_VIEWERS, belongs_to, remove, sessions_of
from recommender_api.privacy.ledger import Entry, Event
from recommender_api.privacy.replies import Receipt
from recommender_api.privacy.viewers import existing
from recommender_api.sessions.tables import ViewingSession

_ATTEMPTS = 10


def delete_viewer(engine: Engine, viewer_id: str) -> Receipt:
    """Delete a viewer and everything about them. Raises UnknownViewer."""
    for _ in range(_ATTEMPTS - 1):
        with suppress(_Busy):
            return _delete(engine, viewer_id)
    return _delete(engine, viewer_id)


class _Busy(DatabaseUnavailable):
    """A session began and was written to between the two locks."""


def _delete(engine: Engine, viewer_id: str) -> Receipt:
    receipt_id = secrets.token_hex(16)
    with writing(engine) as connection:
        viewer, session_ids = _locked(connection, viewer_id)
        rows = remove(connection, {each: belongs_to(each, viewer_id) for each in OF_VIEWERS})
        detail: dict[str, Any] = {"receipt": receipt_id, "rows": rows}
        entry = ledger.append(connection, Event.DELETED, viewer, detail)
    erased = erase(engine, OF_VIEWERS, [viewer_id, *session_ids])
    return _receipt(receipt_id, entry, rows, erased)


def _locked(connection: Connection, viewer_id: str) -> tuple[Row[Any], list[str]]:
    """The viewer and the sessions' identifiers, which nobody else reaches from now on.

    Whoever writes about a session locks it and then, by a foreign key, its viewer. So sessions
    come first here too; and for one that began before the viewer was locked nobody waits, since
    its writer may be waiting for the viewer.
    """
    existing(connection, viewer_id)
    sessions = sessions_of(viewer_id).order_by(ViewingSession.id)
    connection.execute(sessions.with_for_update()).all()
    viewer = existing(connection, viewer_id, for_update=True)
    try:
        locked = connection.execute(sessions.with_for_update(nowait=True))
    except OperationalError as error:
        raise _Busy("the viewer's sessions are being written to") from error
    return viewer, list(locked.scalars())


def _receipt(receipt_id: str, entry: Entry, rows: dict[str, int], erased: bool) -> Receipt:
    return {
        "receipt_id": receipt_id,
        "deleted_at": entry.at,
        "rows": rows,
        "ledger": {"number": entry.number, "hash": entry.hash},
        "files_erased": erased,
    }
