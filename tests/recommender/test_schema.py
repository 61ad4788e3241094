"""Older code on a newer schema: what migrations may do, and what a version refuses to serve."""

import threading
import time

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from click.testing import CliRunner
from sqlalchemy import text

from recommender_api import schema
from recommender_api.backup import commands
from recommender_api.database import connect, engine_of
from recommender_api.errors import NewerDatabase
from recommender_api.schema import check_served, known_revisions, migrations, revision, upgrade
from tests.recommender.databases import database
from tests.recommender.later_version import ADDS, BREAKS, later_version
from tests.recommender.schema_changes import breaks, described

EXPANDING = [
    script
    for script in ScriptDirectory.from_config(migrations()).walk_revisions()
    if not hasattr(script.module, "contract") and script.down_revision
]


def migrated(connection, target):
    config = migrations()
    config.attributes["connection"] = connection
    command.upgrade(config, target)


@pytest.mark.parametrize("script", EXPANDING, ids=lambda script: script.revision)
def test_a_migration_that_is_not_marked_only_adds_what_older_code_can_ignore(script, tmp_path):
    engine = engine_of(f"sqlite:///{tmp_path}/mien.db")
    with engine.connect() as connection:
        migrated(connection, script.down_revision)
        before = described(connection)
        migrated(connection, script.revision)
        assert list(breaks(before, described(connection))) == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("DROP TABLE poster_lookup", "table poster_lookup is gone"),
        ("ALTER TABLE movie DROP COLUMN description", "column movie.description is gone"),
        ("ALTER TABLE movie RENAME COLUMN description TO plot", "column movie.description is gone"),
        ("CREATE UNIQUE INDEX one ON movie (title)", "unique rule ['title'] binds writers"),
        ("ALTER TABLE movie ADD COLUMN seen INTEGER NOT NULL DEFAULT 0", None),
        ("ALTER TABLE movie ADD COLUMN seen INTEGER", None),
        ("CREATE TABLE more (id INTEGER PRIMARY KEY)", None),
        ("CREATE INDEX many ON movie (year)", None),
    ],
)
def test_the_rule_finds_what_would_break_older_code(change, why, tmp_path):
    engine = engine_of(f"sqlite:///{tmp_path}/mien.db")
    with engine.connect() as connection:
        migrated(connection, "0004")
        before = described(connection)
        connection.exec_driver_sql(change)
        after = described(connection)
    found = list(breaks(before, after))
    assert [each.startswith(str(why)) for each in found] == ([True] if why else [])


def test_the_rule_finds_columns_that_older_code_does_not_write():
    def table(**columns):
        return {"movie": {"column": columns, "unique rule": {}, "reference": {}}}

    free = {"type": "INTEGER", "nullable": True, "default": None}
    needed = free | {"nullable": False}
    for before, after in ((table(), table(seen=needed)), (table(seen=free), table(seen=needed))):
        assert list(breaks(before, after)) == ["column movie.seen must be written"]
    assert list(breaks(table(), table(seen=needed | {"default": "0"}))) == []


def becomes_later(url, folder, change):
    engine = engine_of(url)
    upgrade(engine, later_version(folder, change))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    with database(request.param, tmp_path) as url:
        yield url


@pytest.mark.parametrize("change", [ADDS, BREAKS.format(known_revisions()[0])])
def test_a_newer_schema_that_this_version_can_serve_is_left_as_it_is(url, tmp_path, change):
    connect(url).dispose()
    becomes_later(url, tmp_path, change)
    engine = connect(url)
    with engine.connect() as connection:
        assert revision(connection) == "9999"
        check_served(connection)
    engine.dispose()


def test_a_newer_schema_that_took_something_away_is_refused(url, tmp_path):
    connect(url).dispose()
    becomes_later(url, tmp_path, BREAKS.format("9999"))
    with pytest.raises(NewerDatabase, match=f"migration 9999 .* migration {known_revisions()[0]}"):
        connect(url)


def test_a_schema_of_which_nothing_is_known_is_refused(url):
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'unknown'"))
        connection.execute(text("UPDATE catalog_state SET oldest_code = NULL"))
    engine.dispose()
    with pytest.raises(NewerDatabase):
        connect(url)


def test_a_migration_never_keeps_readers_waiting_behind_it(tmp_path, monkeypatch):
    monkeypatch.setattr(schema, "LOCK_SECONDS", 0.1)
    monkeypatch.setattr(schema, "PAUSE_SECONDS", 0.2)
    with database("postgresql", tmp_path) as url:
        engine = connect(url)
        upgrading = threading.Thread(target=upgrade, args=(engine, later_version(tmp_path, ADDS)))
        with engine.connect() as slow:
            slow.execute(text("SELECT count(*) FROM movie"))
            upgrading.start()
            waits = []
            for _ in range(20):
                started = time.monotonic()
                with engine.connect() as reader:
                    reader.execute(text("SELECT count(*) FROM movie"))
                waits.append(time.monotonic() - started)
                time.sleep(0.02)
            assert max(waits) < 1
            assert upgrading.is_alive()
        upgrading.join(10)
        with engine.connect() as connection:
            assert revision(connection) == "9999"
        engine.dispose()


def test_status_tells_what_the_database_has_and_whether_it_is_served(tmp_path):
    url = f"sqlite:///{tmp_path}/mien.db"

    def run(command):
        return CliRunner().invoke(commands.database, [command, "--db", url])

    assert run("status").exit_code == 1
    assert list(tmp_path.iterdir()) == []
    assert run("migrate").exit_code == 0
    newest = known_revisions()[0]
    assert f"migration {newest}, this version of Mien {newest}" in run("status").stdout
    becomes_later(url, tmp_path, BREAKS.format("9999"))
    assert isinstance(run("status").exception, NewerDatabase)
