"""What in a change of schema would break code that does not know of it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, inspect

Schema = dict[str, dict[str, dict[str, Any]]]


def described(connection: Connection) -> Schema:
    """Columns, unique rules and references of every table."""
    seen = inspect(connection)
    return {
        table: {
            "column": {column["name"]: column for column in seen.get_columns(table)},
            "unique rule": {
                str(rule["column_names"]): rule
                for rule in [
                    *seen.get_unique_constraints(table),
                    *(index for index in seen.get_indexes(table) if index["unique"]),
                ]
            },
            "reference": {
                str(key["constrained_columns"]): key for key in seen.get_foreign_keys(table)
            },
        }
        for table in seen.get_table_names()
    }


def breaks(before: Schema, after: Schema) -> Iterator[str]:
    """Why code of before could fail after: it may rely on all that was, and knows nothing new."""
    for table, parts in before.items():
        if table not in after:
            yield f"table {table} is gone"
            continue
        for kind, old in parts.items():
            new = after[table][kind]
            yield from (f"{kind} {table}.{name} is gone" for name in old.keys() - new.keys())
            for name in new.keys() - old.keys():
                if kind != "column":
                    yield f"{kind} {name} binds writers of {table}"
                elif not new[name]["nullable"] and new[name]["default"] is None:
                    yield f"column {table}.{name} must be written"
        yield from _narrower(table, parts["column"], after[table]["column"])


def _narrower(table: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    for name in old.keys() & new.keys():
        if str(old[name]["type"]) != str(new[name]["type"]):
            yield f"column {table}.{name} changed its type"
        if old[name]["nullable"] and not new[name]["nullable"]:
            yield f"column {table}.{name} must be written"
