"""Everything about a viewer as one zip: each table as JSON and CSV, the ledger, and a README.

one snapshot of the database --row by row--> TABLE.json, TABLE.csv --> zip on disk, unnamed
"""

import csv
import io
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Connection, Engine, Row, Select, select

from recommender_api.clock import now, stated
from recommender_api.privacy.holdings import DESCRIPTIONS, OF_VIEWERS, SECRETS, belongs_to
from recommender_api.privacy.ledger import pseudonym
from recommender_api.privacy.tables import LedgerEntry
from recommender_api.privacy.viewers import existing

_ROWS = 1000
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")
_LEDGER = (
    "ledger: what was recorded of your consents; it stays after a deletion, without your number"
)
_README = """What is held about you, as of {moment}.

Each file comes twice: NAME.json, exact, and NAME.csv for spreadsheets. In CSV, a text that a
spreadsheet could take for a formula begins with an apostrophe. Times are in UTC.

{tables}

Not in here: the hash of your token, and a random number that keeps others from finding you in the
ledger. Both are deleted with you.

To have everything deleted: DELETE /api/v1/viewers/{viewer_id} with your token.
"""


def export(engine: Engine, viewer_id: str) -> IO[bytes]:
    """A zip file, at its start, which is gone when it is closed. Raises UnknownViewer."""
    with ExitStack() as on_failure:
        file = on_failure.enter_context(tempfile.TemporaryFile())
        with _snapshot(engine) as connection, ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for name, rows in _tables(connection, viewer_id).items():
                _add(connection, archive, name, rows)
            archive.writestr("README.txt", _readme(viewer_id))
        on_failure.pop_all()
    file.seek(0)
    return file


def _snapshot(engine: Engine) -> Connection:
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    return engine.connect().execution_options(yield_per=_ROWS, **options)


def _tables(connection: Connection, viewer_id: str) -> dict[str, Select[Any]]:
    viewer = existing(connection, viewer_id)
    tables: dict[str, Select[Any]] = {}
    for table in reversed(OF_VIEWERS):
        columns = [column for column in table.c if column.name not in SECRETS]
        order = table.primary_key.columns
        tables[table.name] = select(*columns).where(belongs_to(table, viewer_id)).order_by(*order)
    subject = LedgerEntry.subject == pseudonym(viewer, viewer_id)
    entries = select(LedgerEntry.__table__).where(subject).order_by(LedgerEntry.number)
    return {**tables, "ledger": entries}


def _add(connection: Connection, archive: ZipFile, name: str, query: Select[Any]) -> None:
    columns = [column.name for column in query.selected_columns]
    with archive.open(f"{name}.json", "w") as file:
        for piece in _json(columns, connection.execute(query)):
            file.write(piece.encode())
    with (
        archive.open(f"{name}.csv", "w") as file,
        io.TextIOWrapper(file, "utf-8-sig", newline="") as text,
    ):
        writer = csv.writer(text)
        writer.writerow(columns)
        writer.writerows(map(_cells, connection.execute(query)))


def _json(columns: Sequence[str], rows: Iterator[Row[Any]]) -> Iterator[str]:
    """A list of objects, one a line."""
    before = "[\n"
    for row in rows:
        yield before + json.dumps(
            dict(zip(columns, map(_plain, row), strict=True)), ensure_ascii=False
        )
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _plain(value: object) -> object:
    return stated(value) if isinstance(value, datetime) else value


def _cells(row: Row[Any]) -> list[object]:
    return [
        f"'{value}" if isinstance(value, str) and value.startswith(_RUN_BY_SPREADSHEETS) else value
        for value in map(_plain, row)
    ]


def _readme(viewer_id: str) -> str:
    tables = "\n".join(
        f"{table.name}: {DESCRIPTIONS[table.name]}" for table in reversed(OF_VIEWERS)
    )
    return _README.format(moment=stated(now()), tables=f"{tables}\n{_LEDGER}", viewer_id=viewer_id)
