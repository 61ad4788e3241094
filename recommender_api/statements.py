"""A span for each SQL statement: its text, which has placeholders, and never its parameters."""

import time
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import ExecutionContext

from mien.telemetry import spans

_BEGUN = "mien_begun"


def trace_statements(engine: Engine) -> None:
    """From now on; a statement that fails has no span, as its request's tells of it."""

    def begin(connection: Connection, *others: Any) -> None:
        connection.info[_BEGUN] = time.time_ns()

    def end(
        connection: Connection,
        cursor: Any,
        statement: str,
        parameters: Any,
        context: ExecutionContext | None,
        many: bool,
    ) -> None:
        name = statement.split(maxsplit=1)[0].upper()
        system = engine.dialect.name
        about = {"db.system.name": system, "db.operation.name": name, "db.query.text": statement}
        spans.past(name, connection.info[_BEGUN], about)

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
