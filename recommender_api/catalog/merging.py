"""A chunk of records into the tables; what another catalog already stated is not lost.

    records --upsert--> movie | product; their genres' or tags' names --> genre | tag

Where two catalogs know the same film, the newer statement wins, but a missing one never replaces
a present one, and a score comes from the catalog that counted more votes. A row that says nothing
new is not written.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
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

Values = dict[str, Any]

_EMPTY: ColumnElement[str] = literal_column("''")


def merge_movies(connection: Connection, records: Sequence[MovieRecord]) -> bool:
    """Insert or update films and add new genres; whether that changed anything."""
    rows = [_movie_row(record) for record in records]
    changed = _upsert(connection, Movie, "movie_id", rows)
    _add_names(connection, Genre, (row["genres"] for row in rows))
    return changed


def merge_products(connection: Connection, records: Sequence[ProductRecord]) -> bool:
    """Insert or update products and add new tags; whether that changed anything."""
    rows = [_product_row(record) for record in records]
    changed = _upsert(connection, Product, "product_id", rows)
    _add_names(connection, Tag, (row["tags"] for row in rows))
    return changed


def _movie_row(record: MovieRecord) -> Values:
    return {
        "movie_id": record.id,
        "title": record.title,
        "year": record.year,
        "genres": SEPARATOR.join(record.genres),
        "directors": SEPARATOR.join(record.directors),
        "actors": SEPARATOR.join(record.actors),
        "minutes": record.minutes,
        "description": record.description,
        "score": record.score,
        "votes": record.votes,
        "imdb_id": record.imdb_id,
        "poster_url": record.poster_url,
        "production_company": record.production_company,
        "synthetic": record.synthetic,
        "weighted": 0.0,
    }


def _product_row(record: ProductRecord) -> Values:
    return {
        "product_id": record.id,
        "name": record.name,
        "category": record.category,
        "tags": SEPARATOR.join(record.tags),
        "description": record.description,
        "price": record.price,
        "image_url": record.image_url,
        "score": record.score,
        "votes": record.votes,
        "synthetic": record.synthetic,
        "weighted": 0.0,
    }


def _upsert(
    connection: Connection, entity: type[Base], key: str, rows: Sequence[Mapping[str, Any]]
) -> bool:
    table = entity.__table__
    assert isinstance(table, Table)
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table)
    kept = {"id", key, "weighted"}
    merged = {c.name: _merged(c, statement.excluded, table) for c in table.c if c.name not in kept}
    differs = or_(*(table.c[name].is_distinct_from(value) for name, value in merged.items()))
    upsert = statement.on_conflict_do_update(index_elements=[key], set_=merged, where=differs)
    # `connection.execute` would spend its time on converting what needs no conversion.
    compiled = upsert.compile(dialect=connection.dialect, column_keys=list(rows[0]))
    names = compiled.positiontup
    values: list[Any] = list(map(itemgetter(*names), rows)) if names else list(rows)
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
    connection: Connection, entity: type[Genre] | type[Tag], joined: Iterable[str]
) -> None:
    names = dict.fromkeys(SEPARATOR.join(joined).split(SEPARATOR))
    known = {"", *connection.execute(select(entity.name)).scalars()}
    if new := [{"name": name} for name in names if name not in known]:
        connection.execute(insert(entity), new)
