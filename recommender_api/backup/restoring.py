"""A backup made, and brought back.

database --dump--> FILE
FILE --checked--> revision known, database empty or to be replaced? --promises noted-->
     --restore--> migrations --> promises kept
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, inspect, select
from sqlalchemy.exc import DBAPIError

import mien
from recommender_api.backup import postgresql_dump, promises, sqlite_file
from recommender_api.backup.archive import About, digest, pack, unpack
from recommender_api.backup.errors import BackupFailed, BackupUnreadable, DatabaseFilled
from recommender_api.backup.promises import Promise
from recommender_api.clock import now, stated
from recommender_api.database import engine_of, opened
from recommender_api.errors import DatabaseUnavailable
from recommender_api.privacy.tables import RetentionSweep
from recommender_api.schema import alone, known_revisions, revision
from recommender_api.tables import Base, CatalogState, Prior

_REVISIONS = "alembic_version"
_FROM_THE_START = {CatalogState.__tablename__, Prior.__tablename__, RetentionSweep.__tablename__}
"""Tables with a row in an empty database."""


def back_up(url: str, target: Path) -> About:
    """Write a backup of the database as it is at one moment, while it is served.

    Raises BackupFailed, ClientMissing, DatabaseUnavailable, InvalidSetting.
    """
    with _asked(url) as engine, _working_folder(target.parent) as folder:
        if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).exists():
            raise BackupFailed(f"there is no {engine.url.database}")
        with engine.connect() as connection:
            newest = revision(connection)
        if newest is None:
            raise BackupFailed(f"{engine.url!r} holds nothing of Mien")
        copy = folder / "database"
        if engine.dialect.name == "sqlite":
            sqlite_file.dump(engine, copy)
        else:
            postgresql_dump.dump(engine, _present(engine), copy)
        about = About(
            mien=mien.__version__,
            kind=engine.dialect.name,
            revision=newest,
            made=stated(now()),
            sha256=digest(copy),
        )
        pack(copy, about, target)
    return about


def restore(
    url: str, source: Path, replace: bool = False, also: frozenset[Promise] = frozenset()
) -> dict[str, int]:
    """Bring a backup back, migrate it, and keep the promises of the replaced database and `also`.

    Returns how many promises had to be kept again, by kind. Raises BackupUnreadable,
    DatabaseFilled, BackupFailed, ClientMissing, DatabaseUnavailable, InvalidSetting.
    """
    with tempfile.TemporaryDirectory(prefix="mien-restore-") as folder:
        about, copy = unpack(source, Path(folder))
        with _asked(url) as engine:
            _check(engine, about, replace)
            noted = _noted(source, promises.made(engine) | also)
            with alone(engine):
                if engine.dialect.name == "sqlite":
                    sqlite_file.restore(engine, copy)
                else:
                    postgresql_dump.restore(engine, _present(engine), copy)
    with opened(url) as engine:
        kept = promises.keep(engine, promises.from_lines(noted.read_text("utf-8")))
    noted.unlink()
    return kept


@contextmanager
def _asked(url: str) -> Iterator[Engine]:
    """The database as it is. Raises DatabaseUnavailable."""
    engine = engine_of(url)
    name = engine.url.database
    if engine.dialect.name == "sqlite" and (not name or name == ":memory:"):
        raise BackupFailed("a database in memory has no file")
    try:
        yield engine
    except DBAPIError as error:
        raise DatabaseUnavailable(f"{engine.url!r} does not answer: {error.orig}") from error
    finally:
        engine.dispose()


@contextmanager
def _working_folder(parent: Path) -> Iterator[Path]:
    """A folder that only this user can read, beside what it makes."""
    try:
        with tempfile.TemporaryDirectory(prefix=".mien-backup-", dir=parent) as folder:
            yield Path(folder)
    except OSError as error:
        raise BackupFailed(f"{parent} cannot be written: {error.strerror}") from error


def _check(engine: Engine, about: About, replace: bool) -> None:
    if about.kind != engine.dialect.name:
        raise BackupUnreadable(f"it is of {about.kind}, and the database is {engine.dialect.name}")
    if about.revision not in known_revisions():
        raise BackupUnreadable(
            f"it was made by Mien {about.mien} with migration {about.revision}, "
            f"which Mien {mien.__version__} does not know"
        )
    if not replace and (held := _held(engine)):
        raise DatabaseFilled(f"{engine.url!r} holds rows of {', '.join(held)}")


def _present(engine: Engine) -> list[str]:
    """Mien's tables that the database has."""
    there = set(inspect(engine).get_table_names())
    return sorted(there & {*Base.metadata.tables, _REVISIONS})


def _held(engine: Engine) -> list[str]:
    names = [name for name in _present(engine) if name not in {*_FROM_THE_START, _REVISIONS}]
    with engine.connect() as connection:
        return [
            name
            for name in names
            if connection.execute(
                select(1).select_from(Base.metadata.tables[name]).limit(1)
            ).first()
        ]


def _noted(source: Path, wanted: set[Promise]) -> Path:
    """A file beside the backup with these promises and those that an interrupted restore left."""
    noted = source.with_name(f"{source.name}.promises")
    try:
        left = promises.from_lines(noted.read_text("utf-8")) if noted.exists() else set()
        noted.touch(mode=0o600)
        noted.write_text(promises.as_lines(wanted | left), "utf-8")
    except OSError as error:
        raise BackupFailed(f"{noted} cannot be written: {error.strerror}") from error
    return noted
