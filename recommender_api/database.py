"""The database: SQLite in WAL mode, or PostgreSQL by URL, brought to the newest migration.

MIEN_DATABASE_URL --> engine --> migrations, one process at a time --> sessions
"""

import fcntl
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, insert, make_url, select, text
from sqlalchemy.exc import ArgumentError, OperationalError

from mien.errors import InvalidSetting
from recommender_api.connections import ping_after_pauses
from recommender_api.errors import DatabaseUnavailable
from recommender_api.tables import CatalogState

_MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_LOCK_KEY = 0x6D69656E  # "mien"
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

    Raises InvalidSetting for a URL that names no database or an unknown kind of one, and
    DatabaseUnavailable where it does not answer.
    """
    engine = engine_of(url)
    try:
        _upgrade(engine)
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
        # Errors in the log would name viewers by their parameters.
        engine = create_engine(parsed, hide_parameters=True)
    except (ArgumentError, ImportError) as error:
        raise InvalidSetting(f"MIEN_DATABASE_URL: {error}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
    else:
        ping_after_pauses(engine)
    return engine


def revision(connection: Connection) -> str | None:
    """The newest migration that the database has; None where it has none."""
    return MigrationContext.configure(connection).get_current_revision()


def known_revisions() -> list[str]:
    """Every migration of this version of Mien, the newest first."""
    scripts = ScriptDirectory.from_config(migrations()).walk_revisions()
    return [script.revision for script in scripts]


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


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Wait for other processes that migrate or load into this database, and keep them out."""
    if engine.dialect.name == "sqlite":
        name = engine.url.database
        if not name or name == ":memory:":
            yield
            return
        with Path(f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK_KEY})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK_KEY})


def migrations() -> Config:
    """Alembic's view of the migrations; they run on `attributes["connection"]`."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


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


def _upgrade(engine: Engine) -> None:
    config = migrations()
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        if revision(connection) == newest:
            return
    with alone(engine), engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if connection.execute(select(CatalogState.id)).first() is None:
            key = secrets.token_hex(32)
            connection.execute(insert(CatalogState).values(id=1, version=0, cursor_key=key))
