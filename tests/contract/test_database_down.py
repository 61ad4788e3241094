"""What callers are told while the database is down or full, and that everything else goes on."""

import httpx
import pytest
from sqlalchemy import event

from services import recommender as mounted
from services.access import own_gate
from services.app import create_app
from services.recommender import recommender
from tests.pictures import encoded, gradient

PICTURE = encoded(gradient())


@pytest.fixture
def folder(tmp_path):
    """Where the database lies, once somebody has made it."""
    return tmp_path / "later"


@pytest.fixture
def unmade(app, settings, folder, monkeypatch):
    monkeypatch.setattr(mounted, "RETRY_SECONDS", 0.0)
    own = settings.model_copy(update={"database_url": f"sqlite:///{folder}/mien.db"})
    app.state.recommender = recommender(own)
    return app


async def test_a_worker_that_starts_without_its_database_waits_for_it(unmade, client, folder):
    refused = await client.get("/api/v1/movies")
    assert refused.status_code == 503
    assert refused.json()["code"] == "database-unavailable"
    assert int(refused.headers["Retry-After"]) >= 1
    assert str(folder) not in refused.text
    assert (await client.post("/predict", content=PICTURE)).status_code == 200
    folder.mkdir()
    assert (await client.get("/api/v1/movies")).status_code == 200


async def test_a_key_that_cannot_be_looked_up_is_told_to_come_again(app, settings, folder):
    own = {"require_keys": True, "database_url": f"sqlite:///{folder}/mien.db"}
    chosen = settings.model_copy(update=own)
    locked = create_app(chosen)
    locked.state.gate, locked.state.reader = own_gate(chosen), app.state.reader
    headers = {"Authorization": "Bearer mien_k_unknown"}
    transport = httpx.ASGITransport(locked, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answer = await client.post("/predict", content=PICTURE, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (503, "database-unavailable")


async def test_a_database_whose_disk_is_full_says_so(unmade, client, folder):
    folder.mkdir()
    assert (await client.post("/api/v1/viewers")).status_code == 201

    def hold(connection, record, proxy):
        connection.execute("PRAGMA max_page_count = 1")

    engine = engine_of(unmade)
    event.listen(engine, "checkout", hold)
    for _ in range(200):
        answer = await client.post("/api/v1/viewers")
        if answer.status_code != 201:
            break
    assert (answer.status_code, answer.json()["code"]) == (507, "storage-full")


def engine_of(app):
    """That of the recommender which was made."""
    return app.state.recommender._app.app.extensions["mien"].engine
