"""SQLite's online backup, in both directions: readers and writers may go on meanwhile.

database --one consistent state--> file          file --one transaction--> database
"""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from recommender_api.backup.errors import BackupFailed, BackupUnreadable
from recommender_api.privacy.erasing import erase

PATIENCE_SECONDS = 30.0


def dump(engine: Engine, target: Path) -> None:
    """Copy the database as it is at one moment. Raises BackupFailed."""
    with closing(engine.raw_connection()) as source, closing(sqlite3.connect(target)) as copy:
        try:
            _driver(source.driver_connection).backup(copy, progress=_patient(PATIENCE_SECONDS))
            copy.execute("PRAGMA journal_mode=DELETE")  # the copy is one file, without a log
        except sqlite3.Error as error:
            raise BackupFailed(f"SQLite cannot copy the database: {error}") from error


def restore(engine: Engine, source: Path, patience: float = PATIENCE_SECONDS) -> None:
    """Put a copy in the database's place, whole or not at all.

    Raises BackupUnreadable, and BackupFailed where others write for longer than `patience` seconds.
    """
    with closing(sqlite3.connect(source)) as copy, closing(engine.raw_connection()) as target:
        _check(copy)
        try:
            copy.backup(_driver(target.driver_connection), progress=_patient(patience))
        except sqlite3.Error as error:
            raise BackupFailed(f"SQLite cannot write the database: {error}") from error
    erase(engine, (), ())


def _check(copy: sqlite3.Connection) -> None:
    try:
        (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise BackupUnreadable(f"its database cannot be read: {error}") from error
    if found != "ok":
        raise BackupUnreadable(f"its database is damaged: {found}")


def _driver(connection: object) -> sqlite3.Connection:
    assert isinstance(connection, sqlite3.Connection)
    return connection


def _patient(seconds: float) -> Callable[[int, int, int], None]:
    """Python itself would wait for a locked database without end."""
    end = time.monotonic() + seconds

    def look(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > end:
            raise BackupFailed("another process keeps the database locked")

    return look
