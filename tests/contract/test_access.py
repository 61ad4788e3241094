"""The gateway where keys are required: what asks for one, what does not, and how WebSockets do."""

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from mien.settings import Settings
from recommender_api.access import keys
from recommender_api.access.scopes import Scope
from recommender_api.database import opened
from services.access import AskForKeys, own_gate
from services.app import create_app
from tests.pictures import encoded, gradient

PICTURE = encoded(gradient())


@pytest.fixture
def settings(settings, tmp_path):
    url = f"sqlite:///{tmp_path / 'catalog.db'}"
    return settings.model_copy(update={"require_keys": True, "database_url": url})


@pytest.fixture
def app(app, settings):
    app.state.gate = own_gate(settings)
    return app


@pytest.fixture
def key(settings):
    """Make a key with a scope."""

    def make(scope, per_minute=600):
        with opened(settings.database_url) as engine, engine.begin() as connection:
            return keys.create(connection, "a test", [scope], per_minute)[1]

    return make


def bearer(credential):
    return {"Authorization": f"Bearer {credential}"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/predict"),
        ("POST", "/predict/batch"),
        ("POST", "/predict/audio"),
        ("POST", "/analyze"),
        ("POST", "/upload_video"),
        ("POST", "/fuse"),
        ("GET", "/jobs/1"),
        ("DELETE", "/jobs/1"),
        ("GET", "/jobs/1/events"),
        ("GET", "/jobs/1/files/report.html"),
        ("GET", "/nowhere"),
        ("GET", "/metrics/../predict"),
    ],
)
async def test_what_reads_people_asks_for_a_key(client, method, path):
    answer = await client.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (401, "key-required")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "path", ["/docs", "/openapi.json", "/metrics", "/models", "/stream/schema.json"]
)
async def test_what_holds_nothing_about_anybody_does_not(client, path):
    assert (await client.get(path)).status_code == 200


async def test_a_key_with_the_scope_is_let_in(client, key):
    answer = await client.post("/predict", content=PICTURE, headers=bearer(key(Scope.PERCEIVE)))
    assert answer.status_code == 200


async def test_another_keys_and_a_viewers_token_are_not(client, key):
    answer = await client.post("/predict", content=PICTURE, headers=bearer(key(Scope.RECOMMEND)))
    assert (answer.status_code, answer.json()["code"]) == (403, "missing-scope")
    sessions = bearer(key(Scope.SESSIONS))
    token = (await client.post("/api/v1/viewers", headers=sessions)).json()["token"]
    answer = await client.post("/predict", content=PICTURE, headers=bearer(token))
    assert (answer.status_code, answer.json()["code"]) == (403, "missing-scope")


async def test_the_limit_holds_over_every_route_together(client, key):
    credential = bearer(key(Scope.ADMIN, per_minute=2))
    answers = [
        await client.post("/predict", content=PICTURE, headers=credential),
        await client.get("/api/v1/mapping", headers=credential),
        await client.post("/predict", content=PICTURE, headers=credential),
        await client.get("/api/v1/mapping", headers=credential),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert all(1 <= int(answer.headers["Retry-After"]) <= 60 for answer in answers[2:])


async def test_a_browser_may_ask_before_it_sends_its_key(client):
    wish = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    wish["Access-Control-Request-Headers"] = "authorization"
    answer = await client.options("/predict", headers=wish)
    assert answer.status_code == 200
    assert "authorization" in answer.headers["Access-Control-Allow-Headers"]


def test_a_stream_opens_with_a_key_in_its_header_or_beside_its_subprotocol(address, key):
    credential = key(Scope.PERCEIVE)
    with connect(address, additional_headers=bearer(credential)) as socket:
        assert socket.subprotocol is None
    with connect(address, subprotocols=[Subprotocol("mien"), credential]) as socket:
        assert socket.subprotocol == "mien"


@pytest.mark.parametrize("offered", [None, ["mien"], ["mien", "mien_k_wrong"], ["x", "y"]])
def test_a_stream_without_a_valid_key_is_refused(address, offered):
    with pytest.raises(InvalidStatus) as refused:
        connect(address, subprotocols=offered)
    assert refused.value.response.status_code == 403


def test_without_required_keys_nothing_is_in_the_way(settings):
    def asks(app):
        return any(layer.cls is AskForKeys for layer in app.user_middleware)

    assert not asks(create_app(Settings()))
    assert asks(create_app(settings))
