import base64
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest

from tests.e2e.servers import BIN, running
from tests.pictures import ASTRONAUT

PICTURE = ASTRONAUT.read_bytes()
WAYS_TO_SEND = {
    "raw": {"content": PICTURE, "headers": {"Content-Type": "image"}},
    "multipart": {"files": {"image": ("astronaut.png", PICTURE)}},
    "json": {"json": {"image": base64.b64encode(PICTURE).decode()}},
}


@pytest.mark.parametrize("request_", WAYS_TO_SEND.values(), ids=WAYS_TO_SEND)
def test_the_astronaut_is_one_happy_face(gateway, request_):
    response = httpx.post(f"{gateway.url}/predict", **request_)
    assert response.status_code == 200
    reply = response.json()
    [face] = reply["faces"]
    x1, y1, x2, y2 = face["box"]
    assert 150 < (x1 + x2) / 2 < 290
    assert 60 < (y1 + y2) / 2 < 180
    assert 80 < y2 - y1 < 200
    assert reply["dominant_emotion"] == "happy"
    assert sum(reply["emotion"].values()) == pytest.approx(100)


def test_a_bad_picture_is_a_problem(gateway):
    response = httpx.post(f"{gateway.url}/predict", content=b"no picture")
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/jobs/a%0Ab", "/api/v1/viewers/%0A", "/nothing"])
def test_an_unknown_path_is_a_problem_whatever_is_in_it(gateway, path):
    response = httpx.get(f"{gateway.url}{path}")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("probe", ["/healthz", "/livez", "/readyz"])
def test_probes_answer(gateway, probe):
    assert httpx.get(f"{gateway.url}{probe}").status_code == 200


def test_models_say_where_they_run(gateway):
    models = httpx.get(f"{gateway.url}/models").json()["models"]
    names = {"face-detector", "expression-classifier", "speech-emotion"}
    assert {model["name"] for model in models} == names
    assert all(model["provider"] in ("cpu", "cuda") for model in models)
    assert all(len(httpx.get(f"{gateway.url}{model['card']}").text) > 200 for model in models)


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="there is one core only")
def test_each_worker_keeps_to_cores_of_its_own(gateway):
    first, second = (set(worker.cpu_affinity()) for worker in gateway.workers())
    assert first.isdisjoint(second)
    assert first | second == os.sched_getaffinity(0)


def counted(server):
    page = httpx.get(f"{server.url}/metrics").text
    line = 'mien_requests_total{route="/predict",status="200"} '
    return sum(float(row[len(line) :]) for row in page.splitlines() if row.startswith(line))


def test_metrics_count_every_request_of_every_worker(gateway):
    before = counted(gateway)
    with ThreadPoolExecutor(8) as pool:
        statuses = pool.map(
            lambda _: httpx.post(f"{gateway.url}/predict", content=PICTURE).status_code, range(24)
        )
        assert set(statuses) == {200}
    assert counted(gateway) == before + 24


def test_metrics_tell_the_workers_and_their_models(gateway):
    gateway.await_all_listening()
    rows = httpx.get(f"{gateway.url}/metrics").text.splitlines()
    assert {"mien_workers 2.0", "mien_workers_wanted 2.0"} <= set(rows)
    loaded = [row for row in rows if row.startswith("mien_model_info{")]
    assert len(loaded) == 3
    assert all(row.endswith(" 1.0") for row in loaded)
    assert httpx.post(f"{gateway.url}/predict", content=PICTURE).status_code == 200
    page = httpx.get(f"{gateway.url}/metrics").text
    for step in ("decode", "detect", "classify"):
        assert f'mien_step_seconds_count{{step="{step}"}} 0.0' not in page


def test_another_server_keeps_counts_of_its_own(gateway):
    assert httpx.post(f"{gateway.url}/predict", content=PICTURE).status_code == 200
    before = counted(gateway)
    with running([str(BIN / "mien"), "serve"]) as other:
        assert counted(other) == 0
    assert counted(gateway) == before


def test_connections_are_spread_over_the_workers(gateway):
    gateway.await_all_listening()
    with ExitStack() as stack:
        clients = [stack.enter_context(httpx.Client()) for _ in range(64)]
        for client in clients:
            assert client.get(f"{gateway.url}/livez").status_code == 200
        held = [
            sum(c.status == "ESTABLISHED" for c in worker.net_connections("tcp"))
            for worker in gateway.workers()
        ]
    assert len(held) == 2
    assert min(held) >= 12, held
