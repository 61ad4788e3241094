"""What was backed up comes back as it was, into an empty database or in another's place."""

import sqlite3
import threading
from contextlib import closing

import pytest
from alembic import command
from click.testing import CliRunner
from sqlalchemy import create_engine, func, insert, inspect, select, text

from recommender_api.access import keys
from recommender_api.backup import restoring, sqlite_file
from recommender_api.backup.commands import database as commands
from recommender_api.backup.errors import BackupFailed, BackupUnreadable, DatabaseFilled
from recommender_api.database import engine_of, opened, writing
from recommender_api.privacy import ledger
from recommender_api.privacy.holdings import OF_VIEWERS
from recommender_api.schema import migrations
from recommender_api.tables import Base, Genre, Movie
from tests.recommender.databases import database
from tests.recommender.privacy.viewers import new_session, new_viewer


def everything(url):
    """Every row of every table."""
    with opened(url) as engine, engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def test_every_row_comes_back_into_an_empty_database(url, other, backup):
    about = restoring.back_up(url, backup)
    restoring.restore(other, backup)
    held = everything(url)
    assert everything(other) == held
    assert all(held[table.name] for table in OF_VIEWERS)
    assert about.kind in url
    assert backup.stat().st_mode & 0o077 == 0
    assert list(backup.parent.iterdir()) == [backup]


def test_a_restored_database_can_be_written_and_its_ledger_holds(url, other, backup):
    restoring.back_up(url, backup)
    restoring.restore(other, backup)
    with opened(other) as engine:
        with engine.begin() as connection:
            connection.execute(insert(Genre).values(name="Of a new kind"))
        new_session(engine, new_viewer(engine)[0])
        with engine.connect() as connection:
            ledger.verify(connection)


def test_every_table_of_the_database_is_backed_up(url):
    with opened(url) as engine:
        tables = {name for name in inspect(engine).get_table_names() if "movie_text" not in name}
        assert set(restoring._present(engine)) == tables


def test_a_filled_database_is_replaced_only_when_that_is_asked_for(url, backup):
    restoring.back_up(url, backup)
    before = everything(url)
    with opened(url) as engine, engine.begin() as connection:
        connection.execute(insert(Genre).values(name="Too late"))
    with pytest.raises(DatabaseFilled, match="genre"):
        restoring.restore(url, backup)
    assert everything(url) != before
    restoring.restore(url, backup, replace=True)
    assert everything(url) == before


def test_a_backup_of_before_a_migration_is_migrated(kind, tmp_path, other, backup):
    (tmp_path / "old").mkdir()
    with database(kind, tmp_path / "old") as url:
        old = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        with old.begin() as connection:
            config = migrations()
            config.attributes["connection"] = connection
            command.upgrade(config, "0002")
        old.dispose()
        assert restoring.back_up(url, backup).revision == "0002"
    with opened(other):
        pass
    restoring.restore(other, backup)
    with opened(other) as engine:
        assert set(restoring._present(engine)) >= set(Base.metadata.tables)


def test_a_backup_of_a_later_version_is_refused_with_its_version(url, other, backup):
    with opened(url) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    restoring.back_up(url, backup)
    with pytest.raises(BackupUnreadable, match=r"Mien .* 9999"):
        restoring.restore(other, backup)


def test_a_backup_is_one_moment_while_others_write(url, other, backup):
    begun, stop = threading.Event(), threading.Event()

    def write():
        with opened(url) as engine:
            for number in range(10_000):
                if stop.is_set():
                    return
                with writing(engine) as connection:
                    for name in (f"a{number}", f"b{number}"):
                        connection.execute(insert(Genre).values(name=name))
                begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(30)
        restoring.back_up(url, backup)
    finally:
        stop.set()
        writer.join()
    restoring.restore(other, backup)
    with opened(other) as engine, engine.connect() as connection:
        names = set(connection.scalars(select(Genre.name)))
    numbers = {letter: {name[1:] for name in names if name[0] == letter} for letter in "ab"}
    assert numbers["a"] == numbers["b"] != set()


@pytest.mark.parametrize("damage", ["cut", "flipped", "none"])
def test_a_damaged_backup_changes_nothing(url, backup, damage):
    restoring.back_up(url, backup)
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 0xFF
    changed = {"cut": content[: len(content) // 2], "flipped": content, "none": b"no backup"}
    backup.write_bytes(changed[damage])
    before = everything(url)
    with pytest.raises(BackupUnreadable, match=r"mien\.backup is damaged"):
        restoring.restore(url, backup, replace=True)
    assert everything(url) == before


def test_a_backup_of_the_other_kind_is_refused(url, kind, tmp_path, backup):
    restoring.back_up(url, backup)
    another = "postgresql" if kind == "sqlite" else "sqlite"
    with (
        database(another, tmp_path) as place,
        pytest.raises(BackupUnreadable, match=f"of {kind}"),
    ):
        restoring.restore(place, backup)


def test_a_file_that_is_there_is_not_overwritten(url, backup):
    backup.write_text("mine")
    with pytest.raises(BackupFailed, match="already there"):
        restoring.back_up(url, backup)
    assert backup.read_text() == "mine"


def test_an_empty_or_missing_database_is_not_backed_up_nor_made(tmp_path, backup):
    with pytest.raises(BackupFailed, match="there is no"):
        restoring.back_up(f"sqlite:///{tmp_path}/none.db", backup)
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "empty.db").touch()
    with pytest.raises(BackupFailed, match="holds nothing of Mien"):
        restoring.back_up(f"sqlite:///{tmp_path}/empty.db", backup)
    with pytest.raises(BackupFailed, match="cannot be written"):
        restoring.back_up(f"sqlite:///{tmp_path}/empty.db", tmp_path / "absent" / "b")


def test_a_locked_sqlite_file_is_given_up_after_a_while(tmp_path):
    (tmp_path / "copy.db").touch()
    with (
        opened(f"sqlite:///{tmp_path}/mien.db"),
        closing(sqlite3.connect(tmp_path / "mien.db")) as busy,
    ):
        busy.execute("BEGIN IMMEDIATE")
        engine = engine_of(f"sqlite:///{tmp_path}/mien.db")
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=10")
        with pytest.raises(BackupFailed, match="locked"):
            sqlite_file.restore(engine, tmp_path / "copy.db", patience=0.1)
        engine.dispose()


def test_the_commands_say_what_they_did(url, other, backup):
    with opened(url) as engine, engine.begin() as connection:
        key_id, _ = keys.create(connection, "lost", frozenset(), 1)
    run = CliRunner().invoke
    made = run(commands, ["backup", str(backup), "--db", url])
    assert "mien.backup: " in made.output
    with opened(url) as engine, engine.begin() as connection:
        keys.revoke(connection, key_id)
    noted = run(commands, ["promises", "--db", url]).output
    (backup.parent / "noted").write_text(noted)
    options = ["--db", other, "--promises", str(backup.parent / "noted")]
    restored = run(commands, ["restore", str(backup), *options])
    assert restored.exit_code == 0
    assert "is restored" in restored.output
    assert "keys revoked again: 1" in restored.output
    with opened(other) as engine, engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(Movie)).scalar_one()
