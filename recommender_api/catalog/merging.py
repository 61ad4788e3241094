"""A chunk of records into the tables; what another catalog already stated is not lost.

    records --upsert--> movie | product; their genres' or tags' names --> genre | tag

Where two catalogs know the same film, the newer statement wins, but a missing one never replaces
a present one, and a score comes from the catalog that counted more votes. A row that says nothing
new is not written.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    case,
    func,
    insert,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from recommender_api.catalog.records import MovieRecord, ProductRecord
from recommender_api.tables import SEPARATOR, Base, Genre, Movie, Product, Tag

Values = tuple[Any, ...]

_EMPTY: ColumnElement[str] = literal_column("''")


def merge_movies(connection: Connection, records: Sequence[MovieRecord]) -> bool:
    """Insert or update films and add new genres; whether that changed anything."""
    changed = _upsert(connection, Movie, list(map(_movie_row, records)))
    _add_names(connection, Genre, (record.genres for record in records))
    return changed


def merge_products(connection: Connection, records: Sequence[ProductRecord]) -> bool:
    """Insert or update products and add new tags; whether that changed anything."""
    changed = _upsert(connection, Product, list(map(_product_row, records)))
    _add_names(connection, Tag, (record.tags for record in records))
    return changed


def _movie_row(record: MovieRecord) -> Values:
    return (
        record.id,
        record.title,
        record.year,
        SEPARATOR.join(record.genres),
        SEPARATOR.join(record.directors),
        SEPARATOR.join(record.actors),
        record.minutes,
        record.description,
        record.score,
        record.votes,
        record.imdb_id,
        record.poster_url,
        record.production_company,
        record.synthetic,
    )


def _product_row(record: ProductRecord) -> Values:
    return (
        record.id,
        record.name,
        record.category,
        SEPARATOR.join(record.tags),
        record.description,
        record.price,
        record.image_url,
        record.score,
        record.votes,
        record.synthetic,
    )


def _upsert(connection: Connection, entity: type[Base], rows: list[Values]) -> bool:
    """Write rows of values in the order of the table's columns, without its number."""
    table = entity.__table__
    assert isinstance(table, Table)
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table)
    columns = [column.name for column in table.c if column.name != "id"]
    key, *stated = columns
    merged = {name: _merged(table.c[name], statement.excluded, table) for name in stated}
    differs = or_(*(table.c[name].is_distinct_from(value) for name, value in merged.items()))
    upsert = statement.on_conflict_do_update(index_elements=[key], set_=merged, where=differs)
    # `connection.execute` would spend its time on converting what needs no conversion.
    compiled = upsert.compile(dialect=connection.dialect, column_keys=columns)
    named = compiled.positiontup is None
    values: list[Any] = [dict(zip(columns, row, strict=True)) for row in rows] if named else rows
    counting = {"preserve_rowcount": True}
    return (
        connection.exec_driver_sql(str(compiled), values, execution_options=counting).rowcount > 0
    )


def _merged(column: Any, new: Any, old: Table) -> Any:
    name = column.name
    if name in ("score", "votes"):
        counted_more = new.score.is_not(None) & (old.c.score.is_(None) | (new.votes >= old.c.votes))
        return case((counted_more, new[name]), else_=old.c[name])
    if name in ("genres", "directors", "actors", "tags"):
        return func.coalesce(func.nullif(new[name], _EMPTY), old.c[name])
    return func.coalesce(new[name], old.c[name]) if column.nullable else new[name]


def _add_names(
    connection: Connection, entity: type[Genre] | type[Tag], lists: Iterable[tuple[str, ...]]
) -> None:
    names = dict.fromkeys(SEPARATOR.join(chain.from_iterable(lists)).split(SEPARATOR))
    known = {"", *connection.execute(select(entity.name)).scalars()}
    if new := [{"name": name} for name in names if name not in known]:
        connection.execute(insert(entity), new)
