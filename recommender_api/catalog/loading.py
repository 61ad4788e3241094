"""Catalog rows into the database: in chunks, again without change, on after a kill.

    rows --chunk--> items, names of genres and tags, and the row count --one transaction-->
    after the last row: weighted ratings, links and full text of all items --one transaction-->

The row count of a file is kept under the fingerprint of its content, in the same transaction as
its rows, so a load that was killed goes on with the first row that is missing. Ratings, links and
full text are functions of the items and are written together, where any item changed since the
last time, so an item is recommended and found as soon as its whole file is in.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy import Connection, Engine, exists, insert, select, update

from recommender_api.catalog.linking import link
from recommender_api.catalog.merging import merge_movies, merge_products
from recommender_api.catalog.records import MovieRecord, ProductRecord, Row, Skipped
from recommender_api.catalog.search import index_text
from recommender_api.catalog.weighting import weigh
from recommender_api.schema import alone
from recommender_api.tables import CatalogLoad, CatalogState

CHUNK = 10_000


@dataclass(slots=True)
class Summary:
    """What became of a catalog's rows; `rows` = `loaded` + all of `skipped`.

    It counts the whole file, also the rows that an earlier load, which was killed, had done:
    `resumed_at` of them. `unchanged` says that the catalog already held all of it.
    """

    rows: int = 0
    loaded: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    resumed_at: int = 0
    unchanged: bool = True


def load(
    engine: Engine,
    name: str,
    fingerprint: str,
    rows: Iterable[Row],
    progress: Callable[[int], None] = lambda rows: None,
) -> Summary:
    """Load a catalog whose content has this fingerprint.

    `progress` hears of each chunk's number of rows. What `rows` raises passes through, and the next
    load of the same content goes on after the last whole chunk. Loads of other processes into the
    same database are waited for.
    """
    with alone(engine):
        return _load(engine, name, fingerprint, rows, progress)


def _load(
    engine: Engine,
    name: str,
    fingerprint: str,
    rows: Iterable[Row],
    progress: Callable[[int], None],
) -> Summary:
    done, finished = _before(engine, name, fingerprint)
    summary = Summary(resumed_at=0 if finished else done)
    for chunk in _chunks(rows):
        _count(summary, chunk)
        missing = chunk[max(0, done - summary.rows + len(chunk)) :]
        if missing and _merge(engine, fingerprint, missing, summary.rows):
            summary.unchanged = False
        progress(len(chunk))
    if not finished and _finish(engine, fingerprint):
        summary.unchanged = False
    return summary


def _before(engine: Engine, name: str, fingerprint: str) -> tuple[int, bool]:
    """How many rows are done, and whether the load finished."""
    known = CatalogLoad.fingerprint == fingerprint
    with engine.begin() as connection:
        if not connection.execute(select(exists().where(known))).scalar_one():
            connection.execute(insert(CatalogLoad).values(fingerprint=fingerprint, name=name))
        rows, finished = connection.execute(
            select(CatalogLoad.rows, CatalogLoad.finished).where(known)
        ).one()
    return rows, finished is not None


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _count(summary: Summary, chunk: list[Row]) -> None:
    skipped = [row.reason for row in chunk if isinstance(row, Skipped)]
    summary.skipped.update(skipped)
    summary.rows += len(chunk)
    summary.loaded += len(chunk) - len(skipped)


def _merge(engine: Engine, fingerprint: str, rows: list[Row], rows_done: int) -> bool:
    """Whether any item changed."""
    changed = False
    with engine.begin() as connection:
        _record(connection, fingerprint, rows=rows_done)
        if movies := [row for row in rows if isinstance(row, MovieRecord)]:
            changed |= merge_movies(connection, movies)
        if products := [row for row in rows if isinstance(row, ProductRecord)]:
            changed |= merge_products(connection, products)
        if changed:
            connection.execute(update(CatalogState).values(version=CatalogState.version + 1))
    return changed


def _finish(engine: Engine, fingerprint: str) -> bool:
    """Whether any item had changed since ratings, links and full text were written."""
    versions = select(CatalogState.version, CatalogState.ranked_version).with_for_update()
    with engine.begin() as connection:
        _record(connection, fingerprint, finished=datetime.now(UTC).replace(tzinfo=None))
        version, ranked_version = connection.execute(versions).one()
        if version == ranked_version:
            return False
        weigh(connection)
        link(connection)
        index_text(connection)
        new = {"version": version + 1, "ranked_version": version + 1}
        connection.execute(update(CatalogState).values(new))
    return True


def _record(connection: Connection, fingerprint: str, **values: object) -> None:
    known = CatalogLoad.fingerprint == fingerprint
    connection.execute(update(CatalogLoad).where(known).values(**values))
