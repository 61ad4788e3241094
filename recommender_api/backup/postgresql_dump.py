"""PostgreSQL's own commands, for Mien's tables alone.

tables --pg_dump, one snapshot--> file --pg_restore--> SQL --psql, one transaction--> tables
"""

import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine

from recommender_api.backup.errors import BackupFailed, ClientMissing

LOCK_TIMEOUT = "30s"
"""For how long a restore waits for those who use the tables."""


def dump(engine: Engine, tables: Iterable[str], target: Path) -> None:
    """Copy these tables as they are at one moment. Raises BackupFailed, ClientMissing."""
    _check_version(engine, "pg_dump")
    chosen = [f"--table={name}" for name in tables]
    options = ["--format=custom", "--compress=0", *_UNOWNED, f"--file={target}"]
    _run(engine, ["pg_dump", *options, *chosen, f"--dbname={_place(engine)}"])


def restore(engine: Engine, tables: Iterable[str], source: Path) -> None:
    """Put a copy in place of these tables, whole or not at all. Raises as `dump`."""
    _check_version(engine, "pg_restore")
    script = source.with_suffix(".sql")
    _run(engine, ["pg_restore", *_UNOWNED, f"--file={script}", str(source)])
    drops = [f"--command=DROP TABLE IF EXISTS {name} CASCADE" for name in tables]
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    place = f"--dbname={_place(engine)}"
    _run(engine, ["psql", *options, place, *drops, f"--file={script}"])


_UNOWNED = ("--no-owner", "--no-privileges")


def _check_version(engine: Engine, tool: str) -> None:
    found = re.search(r"\d+", _run(engine, [tool, "--version"]))
    with engine.connect() as connection:
        server = int((connection.dialect.server_version_info or (0,))[0])
    if found is None or int(found.group()) < server:
        version = found.group() if found else "unknown"
        raise ClientMissing(f"{tool} is of version {version}, the server of {server}")


def _run(engine: Engine, command: list[str]) -> str:
    environment = {**os.environ, "LC_ALL": "C", "PGOPTIONS": f"-c lock_timeout={LOCK_TIMEOUT}"}
    if engine.url.password is not None:  # arguments can be seen by everybody on the machine
        environment["PGPASSWORD"] = str(engine.url.password)
    try:
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise ClientMissing(f"{command[0]} is not installed") from error
    if ran.returncode:
        said = ran.stderr.strip().splitlines() or [f"exit code {ran.returncode}"]
        raise BackupFailed(f"{command[0]}: {said[0]}")
    return ran.stdout


def _place(engine: Engine) -> str:
    """The address for libpq, without the password."""
    from psycopg.conninfo import make_conninfo

    _, place = engine.dialect.create_connect_args(engine.url)
    hidden = ("password", "context")  # the latter is Python's own
    return make_conninfo("", **{key: value for key, value in place.items() if key not in hidden})
