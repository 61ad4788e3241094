"""Readings into the database, each once however often it is sent.

rows --one insert, known numbers left alone--> new ones
the others --compared--> a retry, or ReadingConflict, which takes the whole batch back
"""

from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Connection, String, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from recommender_api.sessions.errors import ReadingConflict
from recommender_api.sessions.readings.requests import Values
from recommender_api.sessions.tables import Reading


class Stored(NamedTuple):
    """How many readings were new, and how many were there."""

    stored: int
    known: int


def store(connection: Connection, session_id: str, rows: list[Values]) -> Stored:
    """Insert what is not there; `rows` in the order of their numbers, so that no two senders wait
    for each other. Raises ReadingConflict."""
    new: set[int] = set()
    if rows:
        insert = _insert_arrays if connection.dialect.name == "postgresql" else _insert_rows
        new = insert(connection, session_id, rows)
    known = [row for row in rows if row["sequence"] not in new]
    if known:
        _compare(connection, session_id, known)
    return Stored(len(new), len(known))


def _insert_rows(connection: Connection, session_id: str, rows: list[Values]) -> set[int]:
    """The numbers that were new."""
    statement = sqlite.insert(Reading).on_conflict_do_nothing().returning(Reading.sequence)
    beside = [{"session_id": session_id, **row} for row in rows]
    return {row.sequence for row in connection.execute(statement, beside)}


def _insert_arrays(connection: Connection, session_id: str, rows: list[Values]) -> set[int]:
    """The same by PostgreSQL, an array a column: one short statement, prepared once, whatever the
    number of readings."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    inserted = connection.execute(_ARRAYS, {"session_id": session_id, **columns})
    return {row.sequence for row in inserted}


def _of_arrays() -> ReturningInsert[tuple[int]]:
    columns = [column for column in Reading.__table__.c if column.name != "session_id"]
    names = [column.name for column in columns]
    arrays = (bindparam(column.name, type_=ARRAY(column.type)) for column in columns)
    sent = func.unnest(*arrays).table_valued(*names).render_derived(name="sent")
    session = bindparam("session_id", type_=String)
    statement = postgresql.insert(Reading).from_select(
        ["session_id", *names], select(session, *sent.c)
    )
    return statement.on_conflict_do_nothing().returning(Reading.sequence)


_ARRAYS = _of_arrays()


def _compare(connection: Connection, session_id: str, known: list[Values]) -> None:
    numbers = [row["sequence"] for row in known]
    there = select(Reading.__table__).where(
        Reading.session_id == session_id, Reading.sequence.in_(numbers)
    )
    stored = {row["sequence"]: row for row in connection.execute(there).mappings()}
    for row in known:
        before: Any = stored[row["sequence"]]
        if any(before[name] != value for name, value in row.items()):
            raise ReadingConflict(f"sequence {row['sequence']} is another reading already")
