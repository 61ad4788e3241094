"""Faults of the database, each really there; looking changes nothing."""

from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import insert, text

from recommender_api.access import keys
from recommender_api.catalog.loading import load
from recommender_api.clock import now
from recommender_api.database import engine_of, opened
from recommender_api.privacy.tables import LedgerEntry
from recommender_api.schema import migrations
from tests.recommender.databases import database
from tests.recommender.films import films, products


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    with database(request.param, tmp_path) as url:
        yield url


def filled(url):
    with opened(url) as engine:
        load(engine, "all", "1", [*films(), *products()])


def test_a_database_with_a_catalog_is_counted(check, url):
    filled(url)
    [finding] = check("database", database_url=url)
    assert finding.state == "ok"
    assert f"{len(list(films()))} films, {len(list(products()))} products" in finding.detail


def test_an_empty_catalog_is_a_warning(check, url):
    with opened(url):
        pass
    [finding] = check("database", database_url=url)
    assert finding.state == "warning"
    assert "mien catalog load" in finding.action


def test_migrations_that_are_missing_are_a_warning_and_not_run(check, url):
    old = engine_of(url)
    with old.begin() as connection:
        config = migrations()
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
    for _ in range(2):
        [finding] = check("database", database_url=url)
        assert finding.state == "warning"
        assert "it has migration 0002" in finding.detail
    old.dispose()


@pytest.mark.parametrize(("oldest", "state"), [("9998", "problem"), ("0004", "warning")])
def test_a_database_of_a_later_version_is_a_problem_unless_this_one_may_serve_it(
    check, url, oldest, state
):
    with opened(url) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text(f"UPDATE catalog_state SET oldest_code = '{oldest}'"))
    [finding] = check("database", database_url=url)
    assert finding.state == state
    assert "migration 9999 is unknown" in finding.detail


def test_a_ledger_from_the_future_is_a_problem(check, url):
    filled(url)
    later = (now() + timedelta(days=1)).isoformat(timespec="microseconds") + "+00:00"
    entry = dict.fromkeys(("event", "subject", "detail", "previous", "hash"), "x")
    with opened(url) as engine, engine.begin() as connection:
        connection.execute(insert(LedgerEntry).values(entry | {"number": 1, "at": later}))
    findings = check("database", database_url=url)
    assert [each.state for each in findings] == ["problem", "ok"]
    assert findings[0].action == "Set the clock."


def test_a_database_that_is_not_there_yet_is_not_made(check, tmp_path):
    [finding] = check("database")
    assert finding.state == "warning"
    assert "is made by" in finding.action
    assert list(tmp_path.iterdir()) == []
    [finding] = check("database", database_url=f"sqlite:///{tmp_path}/absent/mien.db")
    assert finding.state == "problem"
    assert "absent" in finding.detail


def test_a_server_that_does_not_answer_is_a_problem_without_its_password(check):
    [finding] = check("database", database_url="postgresql://viewer:secret@127.0.0.1:1/mien")
    assert finding.state == "problem"
    assert "127.0.0.1:1" in finding.detail
    assert "secret" not in finding.detail


@pytest.mark.parametrize("url", ["nonsense", "oracledb9://x/y", "sqlite://"])
def test_a_url_that_cannot_be_used_is_a_problem(check, url):
    for name in ("database", "keys"):
        [finding] = check(name, database_url=url, require_keys=True)
        assert finding.state == "problem"
        assert "MIEN_DATABASE_URL" in finding.detail


def test_a_damaged_file_is_a_problem(check, tmp_path):
    url = f"sqlite:///{tmp_path}/mien.db"
    filled(url)
    (tmp_path / "mien.db").write_bytes(b"no database at all" * 100)
    assert check("database", database_url=url)[0].state == "problem"


def test_a_damaged_page_is_a_problem(check, tmp_path):
    url = f"sqlite:///{tmp_path}/mien.db"
    filled(url)
    content = bytearray((tmp_path / "mien.db").read_bytes())
    content[8 * 4096 : 10 * 4096] = b"\xff" * 8192
    (tmp_path / "mien.db").write_bytes(content)
    finding = check("database", database_url=url)[0]
    assert finding.state == "problem"
    assert "restore a backup" in finding.action


def test_required_keys_of_which_there_is_none_are_a_warning(check, url):
    with opened(url) as engine, engine.begin() as connection:
        for name in ("revoked", "expired"):
            expires = now() - timedelta(days=1) if name == "expired" else None
            key_id, _ = keys.create(connection, name, frozenset(), 1, expires)
            if name == "revoked":
                keys.revoke(connection, key_id)
    [finding] = check("keys", database_url=url, require_keys=True)
    assert finding.state == "warning"
    assert "mien keys create" in finding.action
    with opened(url) as engine, engine.begin() as connection:
        keys.create(connection, "valid", frozenset(), 1)
    [finding] = check("keys", database_url=url, require_keys=True)
    assert finding.detail == "1 keys are valid"
    assert check("keys", database_url=url)[0].detail == "no keys are required"
