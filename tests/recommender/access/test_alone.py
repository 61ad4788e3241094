"""The recommender where it stands alone: names, pages, rates and headers, as at the gateway."""

import pytest

from mien.settings import Settings
from recommender_api.alone import protect
from recommender_api.app import create_app
from recommender_api.place import EXTENSION


@pytest.fixture
def client(tmp_path):
    """Make a client of an application with settings."""
    engines = []

    def make(**chosen):
        url = f"sqlite:///{tmp_path / 'mien.db'}"
        settings = Settings(database_url=url, **chosen)
        app = create_app(settings)
        protect(app, settings)
        engines.append(app.extensions[EXTENSION].engine)
        return app.test_client()

    yield make
    for engine in engines:
        engine.dispose()


def outcome(answer):
    return answer.status_code, answer.json["code"]


def test_an_unknown_name_is_refused_but_for_probes(client):
    asked = client(allowed_hosts=("mien.example",))
    evil = {"Host": "evil.example"}
    assert outcome(asked.get("/api/v1/mapping", headers=evil)) == (421, "unknown-host")
    assert asked.get("/readyz", headers=evil).status_code == 200
    assert asked.get("/api/v1/mapping", headers={"Host": "mien.example"}).status_code == 200


def test_a_page_that_is_not_listed_may_not_change_anything(client):
    asked = client(cors_origins=("https://shop.example",))
    evil = {"Origin": "https://evil.example"}
    assert outcome(asked.post("/api/v1/viewers", headers=evil)) == (403, "foreign-origin")
    listed = asked.post("/api/v1/viewers", headers={"Origin": "https://shop.example"})
    assert listed.status_code == 201


def test_addresses_and_tokens_are_limited_each_for_itself(client):
    asked = client(rate_per_minute=3, trusted_proxies=("127.0.0.1",))
    made = asked.post("/api/v1/viewers").json
    viewer, shown = f"/api/v1/viewers/{made['viewer_id']}", f"Bearer {made['token']}"
    assert asked.get(viewer, headers={"Authorization": shown}).status_code == 200
    asked.get("/api/v1/mapping")
    refused = asked.get("/api/v1/mapping")
    assert outcome(refused) == (429, "rate-limited")
    assert 1 <= int(refused.headers["Retry-After"]) <= 20
    assert asked.get(viewer, headers={"Authorization": shown}).status_code == 200
    elsewhere = {"X-Forwarded-For": "192.0.2.1"}
    assert asked.get("/api/v1/mapping", headers=elsewhere).status_code == 200
    for _ in range(5):
        assert asked.get("/readyz").status_code == 200


def test_who_is_no_trusted_proxy_cannot_choose_an_address(client):
    asked = client(rate_per_minute=1)
    answers = [
        asked.get("/api/v1/mapping", headers={"X-Forwarded-For": f"192.0.2.{number}"})
        for number in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 429]


def test_every_answer_has_safe_headers_also_a_refusal(client):
    asked = client(allowed_hosts=("mien.example",))
    for path in ("/api/v1/mapping", "/api/v1/openapi.json", "/nowhere"):
        for host in ("localhost", "mien.example"):
            answer = asked.get(path, headers={"Host": host})
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cache-Control"] == "no-store"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert "Strict-Transport-Security" not in answer.headers
    secure = asked.get("/readyz", base_url="https://mien.example")
    assert "max-age" in secure.headers["Strict-Transport-Security"]
