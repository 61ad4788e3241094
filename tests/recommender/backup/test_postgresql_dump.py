"""PostgreSQL's commands: missing, too old, refused; and no password where others can read it."""

import pytest

from recommender_api.backup import postgresql_dump
from recommender_api.backup.errors import BackupFailed, ClientMissing
from recommender_api.database import engine_of
from tests.recommender.databases import database


@pytest.fixture
def engine(tmp_path):
    with database("postgresql", tmp_path) as url:
        engine = engine_of(url)
        yield engine
        engine.dispose()


@pytest.fixture
def tool(tmp_path, monkeypatch):
    """Put a command of one line in place of pg_dump."""

    def put(script):
        path = tmp_path / "pg_dump"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o700)
        monkeypatch.setenv("PATH", f"{tmp_path}:/bin")

    return put


def test_a_missing_command_is_named(engine, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ClientMissing, match="pg_dump is not installed"):
        postgresql_dump.dump(engine, ["movie"], tmp_path / "copy")


def test_a_command_older_than_the_server_is_refused(engine, tmp_path, tool):
    tool('echo "pg_dump (PostgreSQL) 9.6.1"')
    with pytest.raises(ClientMissing, match="version 9, the server of"):
        postgresql_dump.dump(engine, ["movie"], tmp_path / "copy")


def test_what_the_command_says_is_told(engine, tmp_path):
    with pytest.raises(BackupFailed, match=r"pg_dump: .*no matching tables"):
        postgresql_dump.dump(engine, ["movie"], tmp_path / "copy")


def test_the_password_is_no_argument(tmp_path, tool):
    tool('echo "$@" "$PGPASSWORD"')
    engine = engine_of("postgresql://viewer:secret@db.example:5433/mien?sslmode=require")
    place = postgresql_dump._place(engine)
    assert "secret" not in place
    assert {"host=db.example", "port=5433", "dbname=mien", "sslmode=require"} <= set(place.split())
    assert postgresql_dump._run(engine, ["pg_dump", place]) == f"{place} secret\n"
