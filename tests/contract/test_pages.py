import asyncio

import httpx
import pytest
from starlette.routing import WebSocketRoute

from mien.settings import Settings
from services import recommender
from services.app import create_app
from services.jobs.store import Wish
from services.web import routes as web
from tests.pictures import ASTRONAUT, encoded, gradient

PICTURE = encoded(gradient())


async def test_models_name_their_licence_provider_and_card(client):
    [model] = (await client.get("/models")).json()["models"]
    assert model["name"] == "fake-model"
    assert model["provider"] == "cpu"
    assert model["licence"] == "Apache-2.0"
    card = await client.get(model["card"])
    assert card.text == "# fake-model"
    assert card.headers["Content-Type"].startswith("text/markdown")


async def test_a_cards_pictures_are_where_the_card_links_them(client):
    picture = await client.get("/models/fake-model/figures/fake-model-drawing.png")
    assert picture.headers["Content-Type"] == "image/png"
    assert picture.content == ASTRONAUT.read_bytes()
    for name, file in (("none", "fake-model-drawing.png"), ("fake-model", "n" * 300)):
        assert (await client.get(f"/models/{name}/figures/{file}")).status_code == 404


async def test_the_docs_page_needs_nothing_from_elsewhere(client):
    page = (await client.get("/docs")).text
    assert "http" not in page.replace("http-equiv", "")
    for asset in ("docs/assets/swagger-ui.css", "docs/assets/swagger-ui-bundle.js"):
        assert asset in page
        assert (await client.get(f"/{asset}")).status_code == 200


async def test_the_docs_page_offers_both_documents(client):
    page = (await client.get("/docs")).text
    for address in ("openapi.json", "api/v1/openapi.json"):
        assert f'url: "{address}"' in page
        assert (await client.get(f"/{address}")).json()["openapi"].startswith("3.1")


async def test_openapi_describes_every_route(app, client):
    document = (await client.get("/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    over_http = [route for route in app.routes if not isinstance(route, WebSocketRoute)]
    served = {route.path for route in over_http if "{path" not in route.path}
    pages = {"/docs", "/openapi.json", "/docs/assets", recommender.PATH}
    pages |= {route.path for route in web.routes()}
    assert served - pages <= set(document["paths"])


async def test_openapi_states_media_types_and_problems_of_every_operation(client):
    document = (await client.get("/openapi.json")).json()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {})
            for response in operation["responses"].values():
                content = {**content, **response.get("content", {})}
            assert all(media_type.count("/") == 1 for media_type in content), (path, method)
            assert "application/problem+json" in content, (path, method)


async def test_openapi_references_resolve(client):
    document = (await client.get("/openapi.json")).json()

    def references(node):
        if isinstance(node, dict):
            yield from ([node["$ref"]] if "$ref" in node else [])
            for child in node.values():
                yield from references(child)
        elif isinstance(node, list):
            for child in node:
                yield from references(child)

    for reference in references(document):
        node = document
        for key in reference.removeprefix("#/").split("/"):
            assert key in node, reference
            node = node[key]


async def test_metrics_count_requests_by_route_not_by_path(client, metric):
    labels = {"route": "/predict", "status": "200"}
    before = metric("mien_requests_total", **labels)
    faces = metric("mien_faces_total")
    await client.post("/predict", content=PICTURE)
    assert metric("mien_requests_total", **labels) == before + 1
    assert metric("mien_faces_total") == faces + 2
    await client.get("/some/made-up/path")
    page = (await client.get("/metrics")).text
    assert "made-up" not in page
    for name in ("mien_request_seconds", "mien_batch_size", "mien_batch_wait_seconds"):
        assert name in page


async def test_metrics_say_what_is_under_way(client, reader, store, metric):
    before = metric("mien_queue_pictures")
    reader.gate.clear()
    calls = [asyncio.create_task(client.post("/predict", content=PICTURE)) for _ in range(3)]
    await asyncio.sleep(0.2)
    assert metric("mien_queue_pictures") == before + 3
    reader.gate.set()
    await asyncio.gather(*calls)
    assert metric("mien_queue_pictures") == before
    store.submit(store.begin(), Wish("a clip"))
    page = (await client.get("/metrics")).text
    assert 'mien_jobs{state="queued"} 1.0' in page
    assert 'mien_jobs{state="running"} 0.0' in page


@pytest.mark.parametrize("path", ["/docs", "/openapi.json", "/models", "/metrics"])
async def test_pages_answer_get(client, path):
    assert (await client.get(path)).status_code == 200


async def test_pages_of_other_origins_may_call_predict(client):
    origin = {"Origin": "http://shop.example"}
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    preflight = await client.options("/predict", headers={**origin, **asked})
    assert preflight.status_code == 200
    for response in (preflight, await client.post("/predict", content=PICTURE, headers=origin)):
        assert response.headers["Access-Control-Allow-Origin"] == "*"


async def test_only_named_origins_may_call_when_some_are_named():
    app = create_app(Settings(cors_origins=("http://shop.example",)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://m") as client:
        for origin, allowed in (("http://shop.example", "http://shop.example"), ("http://x", None)):
            response = await client.get("/docs", headers={"Origin": origin})
            assert response.headers.get("Access-Control-Allow-Origin") == allowed
