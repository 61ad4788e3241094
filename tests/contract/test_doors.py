"""What stands before every route of the gateway: names, pages, rates; and what goes out with it."""

import socket

import httpx
import pytest
from starlette.routing import Route
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from recommender_api.access import keys
from recommender_api.access.scopes import Scope
from recommender_api.database import opened
from services.access import own_gate
from services.http_connections import as_uvicorn_sees
from tests.contract.serving import port_of, serving
from tests.pictures import encoded, gradient

PICTURE = encoded(gradient())
SHOP = Origin("https://shop.example")


@pytest.fixture
def chosen():
    """Settings that a test adds."""
    return {}


@pytest.fixture
def settings(settings, chosen):
    return settings.model_copy(update=chosen)


def outcome(answer):
    return answer.status_code, answer.json()["code"]


class TestNames:
    @pytest.fixture
    def chosen(self):
        return {"allowed_hosts": ("mien",)}

    async def test_a_name_that_was_made_to_lead_here_reaches_nothing(self, client):
        for path in ("/", "/predict", "/api/v1/mapping", "/metrics"):
            answer = await client.get(path, headers={"Host": "evil.example:3000"})
            assert outcome(answer) == (421, "unknown-host")

    async def test_its_own_name_and_addresses_do(self, client):
        for host in ("mien:3000", "127.0.0.1:3000", "[::1]:3000", "10.42.0.7"):
            assert (await client.get("/limits", headers={"Host": host})).status_code == 200

    def test_streams_too(self, address):
        with connect(address):
            pass
        with pytest.raises(InvalidStatus) as refused:
            connect(address.replace("127.0.0.1", "localhost"))
        assert refused.value.response.status_code == 403


class TestPages:
    @pytest.fixture
    def chosen(self):
        return {"cors_origins": ("https://shop.example",)}

    async def test_only_listed_pages_and_its_own_may_send(self, client):
        for origin, status in (
            ("https://shop.example", 200),
            ("http://mien", 200),
            ("https://evil.example", 403),
            ("null", 403),
        ):
            headers = {"Origin": origin, "Content-Type": "text/plain"}
            answer = await client.post("/predict", content=PICTURE, headers=headers)
            assert answer.status_code == (415 if status == 200 else status)
        assert answer.json()["code"] == "foreign-origin"

    def test_only_they_may_open_streams(self, address):
        for origin in (None, SHOP):
            with connect(address, origin=origin):
                pass
        with pytest.raises(InvalidStatus) as refused:
            connect(address, origin=Origin("https://evil.example"))
        assert refused.value.response.status_code == 403


def test_any_page_may_open_streams_where_any_may_call(address):
    with connect(address, origin=SHOP):
        pass


class TestRates:
    @pytest.fixture
    def chosen(self):
        return {"rate_per_minute": 3}

    async def test_an_address_has_so_many_requests_over_all_routes(self, client):
        for path in ("/limits", "/api/v1/mapping", "/nowhere"):
            assert (await client.get(path)).status_code in (200, 404)
        refused = await client.get("/limits", headers={"Origin": "https://shop.example"})
        assert outcome(refused) == (429, "rate-limited")
        assert 1 <= int(refused.headers["Retry-After"]) <= 20
        assert refused.headers["Access-Control-Allow-Origin"] == "*"

    async def test_a_viewers_token_has_its_own_once_it_was_taken(self, client):
        made = (await client.post("/api/v1/viewers")).json()
        shown = {"Authorization": f"Bearer {made['token']}"}
        viewer = f"/api/v1/viewers/{made['viewer_id']}"
        statuses = [(await client.get(viewer, headers=shown)).status_code for _ in range(5)]
        assert statuses == [200, 200, 200, 200, 429]

    async def test_made_up_tokens_count_for_their_address(self, client):
        answers = [
            await client.get("/api/v1/mapping", headers={"Authorization": f"Bearer mien_v_{n}"})
            for n in range(5)
        ]
        assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429]

    def test_a_stream_counts_when_it_opens(self, address):
        for _ in range(3):
            with connect(address):
                pass
        with pytest.raises(InvalidStatus):
            connect(address)


class TestRatesOfKeys:
    @pytest.fixture
    def chosen(self, tmp_path):
        url = f"sqlite:///{tmp_path / 'catalog.db'}"
        return {"rate_per_minute": 2, "require_keys": True, "database_url": url}

    async def test_a_valid_key_has_its_own_limit_alone(self, app, client, settings):
        app.state.gate = own_gate(settings)
        with opened(settings.database_url) as engine, engine.begin() as connection:
            key = keys.create(connection, "a test", [Scope.ADMIN], 6)[1]
        shown = {"Authorization": f"Bearer {key}"}
        statuses = [
            (await client.request(*call, headers=shown)).status_code
            for call in [("POST", "/fuse"), ("GET", "/api/v1/mapping")] * 4
        ]
        assert statuses == [422, 200, 422, 200, 422, 200, 429, 429]


class TestProxies:
    """On a real server, as uvicorn reads what proxies say."""

    @pytest.fixture
    def chosen(self):
        return {"rate_per_minute": 1, "trusted_proxies": ("127.0.0.0/8",)}

    @pytest.fixture
    def url(self, app, settings, request):
        trusted = list(as_uvicorn_sees(settings.trusted_proxies))
        address, family = (request.param, 0), socket.AF_INET6
        with (
            socket.create_server(address, family=family, dualstack_ipv6=True) as both,
            serving(app, [both], forwarded_allow_ips=trusted),
        ):
            yield f"http://127.0.0.1:{port_of(both)}"

    @pytest.mark.parametrize("url", ["::"], indirect=True)
    def test_clients_behind_a_trusted_one_are_told_apart(self, url):
        def ask(client, **more):
            return httpx.get(f"{url}/limits", headers={"X-Forwarded-For": client, **more})

        assert ask("192.0.2.1").status_code == 200
        assert ask("192.0.2.1").status_code == 429
        assert ask("192.0.2.9, 192.0.2.1").status_code == 429
        secure = ask("192.0.2.2", **{"X-Forwarded-Proto": "https"})
        assert "max-age" in secure.headers["Strict-Transport-Security"]


async def test_without_one_nobody_chooses_an_address_or_a_scheme(client):
    said = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https"}
    answer = await client.get("/limits", headers=said)
    assert "Strict-Transport-Security" not in answer.headers


CALLS = [
    ("POST", "/predict"),
    ("POST", "/fuse"),
    ("GET", "/nowhere"),
    ("GET", "/limits"),
    ("GET", "/models"),
    ("GET", "/metrics"),
    ("GET", "/jobs/none"),
    ("POST", "/api/v1/viewers"),
    ("GET", "/api/v1/notice"),
    ("GET", "/broken"),
    ("GET", "/docs"),
    ("GET", "/"),
]


async def test_every_answer_has_safe_headers(app, client):
    async def broken(request):
        raise RuntimeError("a defect")

    app.router.routes.insert(0, Route("/broken", broken))
    for method, path in CALLS:
        answer = await client.request(method, path)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        [policy] = answer.headers.get_list("Content-Security-Policy")
        assert "frame-ancestors 'none'" in policy
        if method == "POST" or path in ("/jobs/none", "/broken"):
            assert answer.headers["Cache-Control"] == "no-store"


async def test_data_may_not_load_anything(client):
    for path in ("/models", "/api/v1/mapping", "/nowhere"):
        policy = (await client.get(path)).headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")


async def test_the_docs_page_runs_its_own_script_and_no_other(client):
    answer = await client.get("/docs")
    policy = answer.headers["Content-Security-Policy"]
    [scripts] = [part for part in policy.split("; ") if part.startswith("script-src")]
    assert "'unsafe-inline'" not in scripts
    assert "'sha256-" in scripts
