"""The database's schema: its migrations, one process at a time, and which versions may serve it.

    older schema ─migrations─> this version's ─┐
    newer schema ─is this version new enough for it?─┴─> served | NewerDatabase

While servers are upgraded one after another, and after a new version is taken back, older code runs
on a newer schema. So a migration only adds (see docs/operating.md), unless it says
`contract = "0007"`: only code that knows 0007 may run on it. That is noted in the database, where
older code finds it.
"""

import fcntl
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, insert, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError

import mien
from recommender_api.errors import NewerDatabase
from recommender_api.tables import CatalogState

_MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_LOCK_KEY = 0x6D69656E  # "mien"

LOCK_SECONDS = 3.0
"""A migration that waits longer for a table on PostgreSQL gives up, as whoever reads waits behind
it, and comes again."""

ATTEMPTS = 20
PAUSE_SECONDS = 1.0
_LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's code


def migrations() -> Config:
    """Alembic's view of the migrations; they run on `attributes["connection"]`."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def revision(connection: Connection) -> str | None:
    """The newest migration that the database has; None where it has none."""
    return MigrationContext.configure(connection).get_current_revision()


def known_revisions(config: Config | None = None) -> list[str]:
    """Every migration of this version of Mien, the newest first."""
    scripts = ScriptDirectory.from_config(config or migrations()).walk_revisions()
    return [script.revision for script in scripts]


def oldest_code(config: Config) -> str:
    """The newest migration that code must know to run on what these migrations make."""
    scripts = list(ScriptDirectory.from_config(config).walk_revisions())
    needed = {getattr(script.module, "contract", None) for script in scripts}
    known = [script.revision for script in scripts]
    return next((name for name in known if name in needed), known[-1])


def check_served(connection: Connection) -> None:
    """Raise NewerDatabase where a later version of Mien made the schema so that this one may not
    serve it."""
    there, known = revision(connection), known_revisions()
    if there is None or there in known:
        return
    try:
        oldest = connection.scalar(select(CatalogState.oldest_code))
    except DBAPIError:
        oldest = None
    if oldest not in known:
        raise NewerDatabase(
            f"the database has migration {there} of a later version of Mien; this is "
            f"{mien.__version__} with migration {known[0]}, which may not serve it"
        )


def upgrade(engine: Engine, config: Config | None = None) -> None:
    """Bring the database to the newest migration; one that is newer is left as it is.

    Raises NewerDatabase, and OperationalError where the tables stay locked.
    """
    config = config or migrations()
    known = known_revisions(config)
    with engine.connect() as connection:
        there = revision(connection)
        if there == known[0]:
            return
        if there is not None and there not in known:
            check_served(connection)
            return
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with alone(engine), engine.connect() as connection:
                # SQLite refuses a reader that turns into a writer once others wrote.
                connection.execution_options(writes=True)
                with connection.begin():
                    _upgrade(connection, config)
            return
        except OperationalError as error:
            if attempt == ATTEMPTS or not _is_locked(error):
                raise
        time.sleep(PAUSE_SECONDS)


def _upgrade(connection: Connection, config: Config) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = {round(1000 * LOCK_SECONDS)}"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.execute(select(CatalogState.id)).first() is None:
        key = secrets.token_hex(32)
        connection.execute(insert(CatalogState).values(id=1, version=0, cursor_key=key))
    connection.execute(update(CatalogState).values(oldest_code=oldest_code(config)))


def _is_locked(error: OperationalError) -> bool:
    return getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE


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
