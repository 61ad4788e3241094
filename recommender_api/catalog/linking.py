"""Links of items to their genres or tags, with what they are ranked and filtered by.

    movie.genres "Drama, War" --split--> genre --> movie_genre(weighted, score, votes, year)

A new mean score moves every weighted rating, so all links are written anew, in the order of their
key. SQLite builds the other indexes afterwards, which is faster than keeping them up to date, while
readers see the old ones; PostgreSQL would make its readers wait.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from recommender_api.catalog.weighting import weighted
from recommender_api.tables import SEPARATOR

NO_SCORE = -1.0
"""What a link holds where an item has no score, so that it comes last in either database."""

_LINK = (
    "INSERT INTO {link} ({group}_id, item_id, weighted, score, votes{year})"
    " SELECT g.id, i.id, {weighted}, coalesce(i.score, :no_score), i.votes{item_year}"
    " FROM prior CROSS JOIN {item} AS i CROSS JOIN {part} CROSS JOIN {group} AS g"
    " WHERE prior.catalog = :item AND g.name = part.value"
    " ORDER BY g.id, i.id ON CONFLICT DO NOTHING"
)
_PARTS = {
    "sqlite": """json_each('[' || replace(json_quote(i.{list}), :sep, '","') || ']') AS part""",
    "postgresql": "unnest(string_to_array(i.{list}, :sep)) AS part(value)",
}
_INDEXES = text(
    "SELECT name, sql FROM sqlite_master"
    " WHERE type = 'index' AND tbl_name = :link AND sql IS NOT NULL ORDER BY name"
)


def link(connection: Connection) -> None:
    """Write all links anew from the items' lists of genres or tags."""
    _relink(connection, "movie", "genres", "genre", has_year=True)
    _relink(connection, "product", "tags", "tag", has_year=False)


def _relink(connection: Connection, item: str, names: str, group: str, has_year: bool) -> None:
    table = f"{item}_{group}"
    statement = _LINK.format(
        link=table,
        group=group,
        item=item,
        weighted=weighted("i"),
        part=_PARTS[connection.dialect.name].format(list=names),
        year=", year" if has_year else "",
        item_year=", i.year" if has_year else "",
    )
    with _without_indexes(connection, table):
        connection.execute(text(f"DELETE FROM {table}"))
        connection.execute(text(statement), {"item": item, "no_score": NO_SCORE, "sep": SEPARATOR})


@contextmanager
def _without_indexes(connection: Connection, table: str) -> Iterator[None]:
    if connection.dialect.name != "sqlite":
        yield
        return
    indexes = connection.execute(_INDEXES, {"link": table}).all()
    for name, _ in indexes:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    for _, definition in indexes:
        connection.exec_driver_sql(definition)
