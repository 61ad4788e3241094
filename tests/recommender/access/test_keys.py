"""Keys: hashed at rest, scoped, limited, expired, revoked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import event, func, select

from recommender_api.access import gate, keys, rates
from recommender_api.access.commands import keys as command
from recommender_api.access.credentials import digest
from recommender_api.access.errors import RateLimited
from recommender_api.access.scopes import Scope
from recommender_api.access.tables import ApiKey, KeyUse
from recommender_api.clock import now
from tests.recommender.access.conftest import bearer

MAPPING = "/api/v1/mapping"


def code(answer):
    return answer.status_code, (answer.json or {}).get("code")


def test_without_a_key_nothing_is_answered_but_what_holds_nothing(client):
    answer = client.get(MAPPING)
    assert code(answer) == (401, "key-required")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    for path in ("/livez", "/readyz", "/api/v1/openapi.json", "/api/v1/notice?purpose=x"):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer mien_k_", "Bearer mien_k_wrong", "Basic dTpw", "mien_k_x", "Bearer x", "é"],
)
def test_what_is_no_key_is_refused(client, header):
    answer = client.get(MAPPING, headers={"Authorization": header})
    assert code(answer) == (401, "invalid-credentials")
    assert "invalid_token" in answer.headers["WWW-Authenticate"]


def test_a_valid_key_is_let_in_and_only_its_hash_is_kept(client, engine, new_key):
    _, key = new_key(Scope.RECOMMEND)
    assert client.get(MAPPING, headers=bearer(key)).status_code == 200
    assert client.get(MAPPING, headers={"Authorization": f"bearer  {key}"}).status_code == 200
    with engine.connect() as connection:
        row = connection.execute(select(ApiKey.__table__)).one()
    assert row.key_hash == digest(key)
    assert key not in map(str, row)


def test_a_key_does_what_its_scopes_name(client, new_key):
    _, key = new_key(Scope.SESSIONS)
    answer = client.get(MAPPING, headers=bearer(key))
    assert code(answer) == (403, "missing-scope")
    assert "'recommend'" in answer.json["detail"]
    assert client.post("/api/v1/viewers", headers=bearer(key)).status_code == 201


def test_the_administrators_scope_includes_all(client, new_key):
    _, key = new_key(Scope.ADMIN)
    assert client.get(MAPPING, headers=bearer(key)).status_code == 200
    assert client.post("/api/v1/viewers", headers=bearer(key)).status_code == 201


def test_a_key_expires(client, new_key, monkeypatch):
    _, key = new_key(expires=now() + timedelta(hours=1))
    assert client.get(MAPPING, headers=bearer(key)).status_code == 200
    later = now() + timedelta(hours=2)
    monkeypatch.setattr(gate, "now", lambda: later)
    assert code(client.get(MAPPING, headers=bearer(key))) == (401, "invalid-credentials")


def test_a_revoked_key_is_refused_as_soon_as_it_is_read_again(client, engine, new_key, monkeypatch):
    key_id, key = new_key()
    assert client.get(MAPPING, headers=bearer(key)).status_code == 200
    with engine.begin() as connection:
        keys.revoke(connection, key_id)
    assert client.get(MAPPING, headers=bearer(key)).status_code == 200
    monkeypatch.setattr(gate, "KEY_SECONDS", 0.0)
    client.application.extensions["mien"].gate._keys.clear()
    assert code(client.get(MAPPING, headers=bearer(key))) == (401, "invalid-credentials")


def test_a_wrong_key_is_refused_even_where_none_is_required(open_client, new_key):
    assert open_client.get(MAPPING).status_code == 200
    assert open_client.get(MAPPING, headers={"Authorization": "Basic dTpw"}).status_code == 200
    answer = open_client.get(MAPPING, headers=bearer("mien_k_wrong"))
    assert code(answer) == (401, "invalid-credentials")


def test_a_key_makes_so_many_requests_a_minute(client, new_key, monkeypatch):
    moment = datetime(2026, 11, 21, 12, 0, 42)
    monkeypatch.setattr(rates, "now", lambda: moment)
    _, key = new_key(per_minute=3)
    _, other = new_key(per_minute=3)
    assert [client.get(MAPPING, headers=bearer(key)).status_code for _ in range(4)] == [
        *[200] * 3,
        429,
    ]
    answer = client.get(MAPPING, headers=bearer(key))
    assert code(answer) == (429, "rate-limited")
    assert answer.headers["Retry-After"] == "18"
    assert client.get(MAPPING, headers=bearer(other)).status_code == 200
    monkeypatch.setattr(rates, "now", lambda: moment + timedelta(seconds=18))
    assert client.get(MAPPING, headers=bearer(key)).status_code == 200


def test_the_limit_is_exact_however_many_ask_at_once_and_old_minutes_go(
    engine, new_key, monkeypatch
):
    moment = datetime(2026, 11, 21, 12, 0, 0)
    monkeypatch.setattr(rates, "now", lambda: moment)
    key_id, _ = new_key()
    counting = rates.Rates(engine)

    def asked(_):
        try:
            counting.count(key_id, 25)
        except RateLimited:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(asked, range(60))) == 25
    monkeypatch.setattr(rates, "now", lambda: moment + timedelta(minutes=5))
    assert asked(0)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(KeyUse)).scalar_one() == 1


def test_a_large_limit_is_handed_to_processes_in_blocks_and_never_passed(
    engine, new_key, monkeypatch
):
    monkeypatch.setattr(rates, "now", lambda: datetime(2026, 11, 21, 12, 0, 0))
    key_id, _ = new_key()
    processes = [rates.Rates(engine) for _ in range(3)]
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *of: asked.append(of[2]))

    def allowed(process):
        try:
            process.count(key_id, 5500)
        except RateLimited:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        admitted = sum(pool.map(allowed, (processes[n % 3] for n in range(6000))))
    assert 5500 - 3 * 5 < admitted <= 5500
    assert sum("key_use" in statement for statement in asked) < 6000 / 2


def run(url, *arguments):
    return CliRunner().invoke(command, [*arguments, "--db", url])


def test_the_commands_make_list_and_revoke(url, client):
    made = run(url, "create", "web shop", "--scopes", "recommend, sessions", "--per-minute", "60")
    key = made.stdout.strip()
    assert client.get(MAPPING, headers=bearer(key)).status_code == 200
    key_id = made.stderr.split()[1].rstrip(":")
    listed = run(url, "list").output
    for stated in (key_id, "web shop", "recommend, sessions", "60", "valid"):
        assert stated in listed
    assert key not in listed
    assert run(url, "revoke", key_id).output == f"key {key_id} is revoked\n"
    assert "revoked" in run(url, "list").output
    assert run(url, "revoke", key_id).exit_code == 0


def test_an_expiring_key_is_listed_with_its_day(url):
    run(url, "create", "one day", "--scopes", "admin", "--expires", "2999-01-31")
    assert "valid until 2999-01-31" in run(url, "list").output


@pytest.mark.parametrize(
    "arguments",
    [
        ["x"],
        ["x", "--scopes", "everything"],
        ["x", "--scopes", ""],
        ["x", "--scopes", "admin", "--per-minute", "0"],
        ["x", "--scopes", "admin", "--expires", "2001-01-01"],
        ["x", "--scopes", "admin", "--expires", "soon"],
        ["", "--scopes", "admin"],
        ["x" * 129, "--scopes", "admin"],
    ],
)
def test_a_key_that_cannot_be_made_is_a_usage_error(url, engine, arguments):
    assert run(url, "create", *arguments).exit_code == 2
    with engine.connect() as connection:
        assert keys.every(connection) == []


def test_an_unknown_key_cannot_be_revoked(url):
    assert run(url, "revoke", "0123").exception.code == "unknown-key"
