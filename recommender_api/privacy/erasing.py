"""What a DELETE leaves behind in the database's files, and how it goes.

SQLite: rows zeroed (secure_delete) --> log emptied --> file searched --found--> rewritten
PostgreSQL: rows unseen at once --VACUUM--> their space free; its log and backups age by themselves
"""

import logging
import mmap
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine, Table, text
from sqlalchemy.exc import DBAPIError

logger = logging.getLogger(__name__)

_VACUUM_MILLISECONDS = 20_000


def erase(
    engine: Engine, tables: Iterable[Table], identifiers: Iterable[str] | None = None
) -> bool:
    """Remove what deleted rows left in the files; call it after the deletion was committed.

    `identifiers` are of the deleted rows; without them the file is rewritten in any case. Returns
    whether that is done; where it is not, because the database is busy or does not allow it, the
    log says why, and `mien privacy erase` does it later.
    """
    try:
        if engine.dialect.name == "sqlite":
            return _erase_file(engine, identifiers)
        _vacuum(engine, tables)
    except (DBAPIError, sqlite3.Error) as error:
        logger.warning("the files may still hold deleted rows, run mien privacy erase: %s", error)
        return False
    return True


def _erase_file(engine: Engine, identifiers: Iterable[str] | None) -> bool:
    emptied = _empty_log(engine)
    if emptied and (identifiers is None or _holds(engine.url.database, identifiers)):
        # Pages that SQLite once split keep copies of rows, which secure_delete does not see.
        _alone(engine, "VACUUM")
        emptied = _empty_log(engine)
    if not emptied:
        logger.warning(
            "the database is busy and its log keeps deleted rows: run mien privacy erase"
        )
    return emptied


def _empty_log(engine: Engine) -> bool:
    busy, _, _ = _alone(engine, "PRAGMA wal_checkpoint(TRUNCATE)")
    return not busy


def _alone(engine: Engine, statement: str) -> tuple[int, ...]:
    """Run a statement that no transaction may contain; its first row, or nothing."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(statement)
        return tuple(cursor.fetchone() or ())
    finally:
        connection.close()


def _holds(database: str | None, identifiers: Iterable[str]) -> bool:
    if not database or database == ":memory:":
        return False
    with (
        Path(database).open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        return any(content.find(each.encode()) >= 0 for each in identifiers)


def _vacuum(engine: Engine, tables: Iterable[Table]) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"SET statement_timeout = {_VACUUM_MILLISECONDS}"))
        try:
            for table in tables:
                connection.execute(text(f"VACUUM {table.name}"))
        finally:
            connection.execute(text("RESET statement_timeout"))
