"""The database: whether it answers, is whole, has every migration, a catalog, and keys."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

from mien.errors import InvalidSetting
from recommender_api.access import keys as access_keys
from recommender_api.clock import now
from recommender_api.database import engine_of
from recommender_api.errors import EmptyCatalog, NewerDatabase
from recommender_api.privacy.tables import LedgerEntry
from recommender_api.schema import check_served, known_revisions, revision
from recommender_api.tables import Movie, Product
from services.doctor.examining import Place
from services.doctor.finding import Finding, ok, problem, warning

SKEW = timedelta(minutes=1)


def database(place: Place) -> Iterator[Finding]:
    """What is wrong with the database, which is neither made nor migrated by looking."""
    engine = engine_of(place.settings.database_url)
    if _is_missing(engine):
        yield _missing(Path(str(engine.url.database)))
        return
    try:
        with engine.connect() as connection:
            yield from _whole(connection)
            yield from _inside(connection)
    except DBAPIError as error:
        detail = f"{engine.url!r} does not answer: {' '.join(str(error.orig).split())}"
        yield problem(detail, "Start the database, or mend MIEN_DATABASE_URL.")
    finally:
        engine.dispose()


def keys(place: Place) -> Iterator[Finding]:
    """Whether anybody has a key where keys are required."""
    if not place.settings.require_keys:
        yield ok("no keys are required")
        return
    engine = engine_of(place.settings.database_url)
    try:
        valid = 0 if _is_missing(engine) else _valid_keys(engine)
    except DBAPIError:
        yield warning("keys cannot be read", "Mend the database first.")
        return
    finally:
        engine.dispose()
    if valid:
        yield ok(f"{valid} keys are valid")
    else:
        yield warning("keys are required, and there is none", "Make one: mien keys create.")


def _is_missing(engine: Engine) -> bool:
    if engine.dialect.name != "sqlite":
        return False
    name = engine.url.database
    if not name or name == ":memory:":
        raise InvalidSetting("MIEN_DATABASE_URL: a database in memory forgets everything")
    return not Path(name).exists()


def _missing(file: Path) -> Finding:
    if file.absolute().parent.is_dir():
        return warning(f"there is no {file} yet", "It is made by 'mien serve'.")
    return problem(f"there is no folder {file.parent} for {file.name}", f"mkdir -p {file.parent}")


def _whole(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name != "sqlite":
        return
    with closing(connection.exec_driver_sql("PRAGMA quick_check(1)")) as rows:
        found = str(rows.scalar_one())
    if found != "ok":
        detail = f"the file is damaged: {' '.join(found.split())}"
        yield problem(detail, "Stop the servers and restore a backup: mien database restore.")


def _inside(connection: Connection) -> Iterator[Finding]:
    there, known = revision(connection), known_revisions()
    if there not in known and there is not None:
        yield _of_a_later_version(connection, there)
    elif there != known[0]:
        detail = f"it has migration {there or 'none'}, not yet {known[0]}"
        yield warning(detail, "Back it up (mien database backup); the next start migrates it.")
    else:
        yield from _times(connection)
        yield from _catalog(connection)


def _of_a_later_version(connection: Connection, there: str) -> Finding:
    detail = f"a later version of Mien made it: migration {there} is unknown"
    try:
        check_served(connection)
    except NewerDatabase as error:
        return problem(detail, error.action)
    return warning(f"{detail}, but this version may serve it", "Finish the upgrade.")


def _times(connection: Connection) -> Iterator[Finding]:
    newest = select(LedgerEntry.at).order_by(LedgerEntry.number.desc()).limit(1)
    at = connection.scalar(newest)
    if at is not None and datetime.fromisoformat(at) > now().replace(tzinfo=UTC) + SKEW:
        yield problem(
            f"the ledger's newest entry is of {at}, which is still to come", "Set the clock."
        )


def _catalog(connection: Connection) -> Iterator[Finding]:
    films, products = (
        connection.execute(select(func.count()).select_from(entity)).scalar_one()
        for entity in (Movie, Product)
    )
    if films or products:
        yield ok(f"{connection.dialect.name}, migrated; {films} films, {products} products")
    else:
        yield warning("it answers and is migrated, but the catalog is empty", EmptyCatalog.action)


def _valid_keys(engine: Engine) -> int:
    with engine.connect() as connection:
        rows = access_keys.every(connection)
    moment = now()
    return sum(
        row.revoked is None and (row.expires is None or row.expires > moment) for row in rows
    )
