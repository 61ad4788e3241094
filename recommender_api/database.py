"""The database: SQLite in WAL mode, or PostgreSQL by URL, brought to the newest migration.

MIEN_DATABASE_URL --> engine --> migrations (recommender_api.schema) --> sessions
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event, make_url, select
from sqlalchemy.exc import ArgumentError, OperationalError

from mien.errors import InvalidSetting, MienError, StorageFull
from recommender_api.connections import be_missed_when_gone, ping_after_pauses, signs_of_life
from recommender_api.errors import DatabaseUnavailable, NewerDatabase
from recommender_api.schema import upgrade
from recommender_api.tables import CatalogState

_DISK_FULL = "53100"  # PostgreSQL's code
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "secure_delete=ON",  # what is deleted is overwritten with zeros
    "busy_timeout=10000",
    "cache_size=-65536",
    "wal_autocheckpoint=16384",  # pages: fewer flushes while a catalog loads
    "journal_size_limit=67108864",
)


def connect(url: str) -> Engine:
    """An engine for a database that has every migration.

    Raises InvalidSetting for a URL that names no database or an unknown kind of one,
    DatabaseUnavailable where it does not answer, and NewerDatabase.
    """
    engine = engine_of(url)
    try:
        upgrade(engine)
    except NewerDatabase:
        engine.dispose()
        raise
    except OperationalError as error:
        raise DatabaseUnavailable(f"{engine.url!r} does not answer: {error.orig}") from error
    return engine


def engine_of(url: str) -> Engine:
    """An engine for a database as it is, which was not asked anything yet.

    Raises InvalidSetting for a URL that names no database or an unknown kind of one.
    """
    try:
        parsed = make_url(url)
        if parsed.drivername in ("postgres", "postgresql"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        is_postgresql = parsed.get_backend_name() == "postgresql"
        more = signs_of_life(parsed.query) if is_postgresql else {}
        # Errors in the log would name viewers by their parameters.
        engine = create_engine(parsed, hide_parameters=True, connect_args=more)
    except (ArgumentError, ImportError) as error:
        raise InvalidSetting(f"MIEN_DATABASE_URL: {error}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
    else:
        ping_after_pauses(engine)
        be_missed_when_gone(engine)
    return engine


def trouble(error: Exception) -> MienError:
    """What a client is told of a database that failed: StorageFull or DatabaseUnavailable."""
    cause = getattr(error, "orig", None)
    full = (
        getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        or getattr(cause, "sqlstate", None) == _DISK_FULL
    )
    if full:
        return StorageFull("there is no room left for the database")
    return DatabaseUnavailable("the database does not answer")


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """As `connect`, and closed at the end: for commands."""
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that reads what it then changes.

    SQLite takes its one write lock at the beginning, since a reader that turns into a writer is
    refused where another wrote in between; PostgreSQL's transactions lock the rows themselves.
    """
    with engine.connect() as connection:
        connection.execution_options(writes=True)
        with connection.begin():
            yield connection


@contextmanager
def glance(engine: Engine) -> Iterator[Connection]:
    """For a single statement that reads: on PostgreSQL without a transaction around it, since to
    begin and to end one are two more round trips."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="AUTOCOMMIT")
        yield connection


def state(connection: Connection) -> tuple[int, bytes]:
    """The catalog's version, which each change raises, and the key that signs cursors."""
    row = connection.execute(select(CatalogState.version, CatalogState.cursor_key)).one()
    return row.version, bytes.fromhex(row.cursor_key)


def _set_pragmas(dbapi_connection: sqlite3.Connection, record: object) -> None:
    # Python would begin transactions by itself, but not before a change of tables.
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
