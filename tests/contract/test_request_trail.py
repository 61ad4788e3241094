"""Every answer has an id, and each failure is one line that names nobody."""

import asyncio
import logging
import time

import httpx
import pytest
from websockets.sync.client import connect

from mien.clips.analysis import Readers
from mien.clips.messages import Kind, pack
from services.jobs.runner import Runner
from tests.clips import clip
from tests.fakes import FakeSpeechReader
from tests.pictures import encoded, gradient
from tests.sounds import tone, wav

PICTURE = encoded(gradient())
ID = "X-Request-ID"
VIEWER = "vw_" + "a1" * 14
PATHS = {
    "page": ("GET", "/limits"),
    "unknown": ("GET", "/nothing/here"),
    "wrong method": ("GET", "/predict"),
    "problem": ("POST", "/predict"),
    "recommender": ("GET", "/api/v1/notice"),
    "recommender's problem": ("GET", f"/api/v1/viewers/{VIEWER}"),
    "recommender's unknown": ("GET", "/api/v1/nothing"),
}


@pytest.mark.parametrize(("method", "path"), PATHS.values(), ids=PATHS)
async def test_every_answer_has_the_id_that_was_given_or_a_new_one(client, method, path):
    given = await client.request(method, path, headers={ID: "mine-1"})
    assert given.headers.get_list(ID) == ["mine-1"]
    made = [(await client.request(method, path)).headers[ID] for _ in range(2)]
    assert len({*made}) == 2
    hostile = await client.request(method, path, headers={ID: f"{VIEWER}; x"})
    assert len(hostile.headers[ID]) == 32


def fail(frames):
    raise RuntimeError("secret detail")


async def test_a_defect_is_one_line_with_its_trace_and_id(client, reader, written):
    reader.read = fail
    answer = await client.post("/predict", content=PICTURE, headers={ID: "mine-2"})
    assert (answer.status_code, answer.headers[ID]) == (500, "mine-2")
    [line] = [line for line in written() if line["logger"] == "mien.requests"]
    assert "RuntimeError: secret detail" in line["exception"]
    expected = {
        "level": "error",
        "request_id": "mine-2",
        "method": "POST",
        "route": "/predict",
        "status": 500,
        "code": "internal-error",
    }
    assert {name: line[name] for name in expected} == expected
    assert 0 < line["seconds"] < 10


def test_a_server_adds_nothing_to_the_line_of_a_defect(address, reader, written):
    reader.read = fail
    page = address.replace("ws", "http").replace("/stream", "/predict")
    assert httpx.post(page, content=PICTURE).status_code == 500
    time.sleep(0.1)
    assert len([line for line in written() if "exception" in line]) == 1


async def test_who_finds_no_room_is_logged_with_the_reason(client, reader, written):
    reader.gate.clear()
    post, named = client.post, {ID: "full-1"}
    calls = [
        asyncio.create_task(post("/predict", content=PICTURE, headers=named)) for _ in "123456789"
    ]
    while not all(call.done() for call in calls[5:]):
        await asyncio.sleep(0.01)
    reader.gate.set()
    statuses = [(await call).status_code for call in calls]
    assert 429 in statuses
    [line] = [line for line in written() if line["request_id"] == "full-1"]
    assert (line["status"], line["code"], line["level"]) == (429, "overloaded", "warning")
    assert line["message"]
    assert line["route"] == "/predict"


async def test_a_clients_mistake_is_no_line_unless_asked_for_and_repeats_nothing(client, written):
    await client.get(f"/models/{VIEWER}/card")
    await client.get("/jobs/0123456789abcdef0123456789abcdef/files/my-name.mp4")
    await client.post("/analyze?viewer=somebody", content=PICTURE)
    lines = written()
    assert [(line["level"], line["route"]) for line in lines] == [
        ("debug", "/models/{name}/card"),
        ("debug", "/jobs/{id}/files/{name}"),
        ("debug", "/analyze"),
    ]
    for private in (VIEWER, "0123456789abcdef", "my-name", "somebody"):
        assert private not in str(lines)


async def test_the_recommenders_defects_are_one_line_without_the_viewer(
    app, client, written, monkeypatch
):
    def broken(connection, viewer_id, notices):
        raise RuntimeError(f"cannot read {viewer_id}")

    monkeypatch.setattr("recommender_api.privacy.routes.held_about", broken)
    answer = await client.get(f"/api/v1/viewers/{VIEWER}")
    assert answer.status_code == 500
    [line] = [line for line in written() if line["level"] == "error"]
    assert line["route"] == "/api/v1/viewers/<viewer_id>"
    assert line["request_id"] == answer.headers[ID]
    assert "cannot read [removed]" in line["exception"]
    assert VIEWER not in str(line)


def test_a_stream_has_an_id_and_its_failures_name_it(address, reader, written):
    reader.read = fail
    with connect(address, additional_headers={ID: "stream-1"}) as socket:
        assert socket.response is not None
        assert socket.response.headers[ID] == "stream-1"
        socket.send(pack(Kind.PICTURE, 0.1, PICTURE))
        socket.recv(timeout=10)
    [line] = [line for line in written() if "exception" in line]
    assert line["request_id"] == "stream-1"


async def test_a_sounds_defect_is_known_by_its_request(client, speech, written):
    def broken(sound):
        raise RuntimeError("secret detail")

    speech.listen = broken
    await client.post("/predict/audio", content=wav(tone()), headers={ID: "sound-1"})
    [line] = [line for line in written() if "exception" in line]
    assert line["request_id"] == "sound-1"


async def test_what_logs_in_a_batch_has_the_ids_of_its_requests(client, reader, written):
    usual = reader.read

    def talkative(frames):
        logging.getLogger("mien.talk").info("reading")
        return usual(frames)

    reader.read = talkative
    reader.gate.clear()
    first = asyncio.create_task(client.post("/predict", content=PICTURE, headers={ID: "a"}))
    await asyncio.sleep(0.05)
    others = [
        asyncio.create_task(client.post("/predict", content=PICTURE, headers={ID: each}))
        for each in ("b", "c")
    ]
    await asyncio.sleep(0.05)
    reader.gate.set()
    for call in (first, *others):
        assert (await call).status_code == 200
    said = [line["request_id"] for line in written() if line["logger"] == "mien.talk"]
    assert said == ["a", "b,c"]


class Broken:
    def read(self, frames):
        raise RuntimeError("secret detail")


async def test_a_job_that_fails_is_one_line_with_the_id_of_its_request(
    client, store, settings, written
):
    files = {"video": ("my-name.mp4", clip(1.0))}
    answer = await client.post("/analyze", files=files, headers={ID: "clip-1"})
    job = answer.json()["id"]
    Runner(store, Readers(Broken(), FakeSpeechReader()), settings).run_next()
    assert (await client.get(f"/jobs/{job}")).json()["state"] == "failed"
    [line] = written()
    assert (line["request_id"], line["level"]) == ("clip-1", "error")
    assert "RuntimeError" in line["exception"]
    assert job not in str(line)
    assert "my-name" not in str(line)
