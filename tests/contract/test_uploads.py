"""Clips on their way in: forms, clients that stall or leave, a full disk, early refusals."""

import asyncio
from pathlib import Path

import httpx
import pytest

from services.access import own_gate
from services.app import create_app
from services.jobs.store import JobStore
from tests.clips import clip

CLIP = clip(0.4, sound=False)
BOUNDARY = "x0"
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


@pytest.fixture(autouse=True)
def brief(monkeypatch):
    monkeypatch.setattr("services.lingering.LINGER_SECONDS", 0.2)
    monkeypatch.setattr("services.request_body.STALL_SECONDS", 0.2)


def part(disposition, content=CLIP):
    return b"--x0\r\nContent-Disposition: %s\r\n\r\n%s\r\n" % (disposition.encode(), content)


VIDEO = part('form-data; name="video"; filename="a.mp4"')
NOTE = part('form-data; name="note"', b"\r\n--x of mine")
END = b"--x0--\r\n"


async def in_pieces(data, size):
    for start in range(0, len(data), size):
        yield data[start : start + size]


@pytest.mark.parametrize("size", [1, 7, 1000, 1_000_000])
async def test_a_form_is_read_however_it_is_cut(client, store, size):
    body = in_pieces(NOTE + VIDEO + END, size)
    answer = await client.post("/analyze", content=body, headers=FORM)
    assert (answer.status_code, answer.json()["name"]) == (202, "a.mp4")
    assert store.source(answer.json()["id"]).read_bytes() == CLIP


WRONG_FORMS = {
    "no clip": (NOTE + END, "the fields are ['note']"),
    "no file": (part('form-data; name="video"', b"text") + END, "as a file"),
    "two clips": (VIDEO + VIDEO + END, "is there twice"),
    "broken off": (VIDEO[:-100], "breaks off"),
    "no end": (VIDEO, "breaks off"),
    "another boundary": (VIDEO.replace(b"--x0", b"--y0") + END, "malformed"),
    "a part without a name": (part("form-data") + END, "the fields are ['']"),
}


@pytest.mark.parametrize(("body", "says"), WRONG_FORMS.values(), ids=WRONG_FORMS)
async def test_a_wrong_form_is_named_and_leaves_nothing(client, store, body, says):
    answer = await client.post("/analyze", content=body, headers=FORM)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-request")
    assert says in answer.json()["detail"]
    assert list(store.folder.glob("*/")) == []


@pytest.mark.parametrize("boundary", ["", "; boundary=", f"; boundary={'b' * 5000}"])
async def test_a_boundary_that_is_none_is_named(client, boundary):
    headers = {"Content-Type": f"multipart/form-data{boundary}"}
    answer = await client.post("/analyze", content=VIDEO + END, headers=headers)
    assert answer.json()["code"] == "invalid-request"
    assert "boundary" in answer.json()["detail"].lower()


@pytest.mark.parametrize("path", ["/analyze", "/predict"])
async def test_a_body_that_stops_coming_is_given_up(client, store, path):
    async def stalling():
        yield CLIP[:1000]
        await asyncio.sleep(30)

    answer = await client.post(path, content=stalling())
    assert (answer.status_code, answer.json()["code"]) == (408, "body-stalled")
    assert list(store.folder.glob("*/")) == []


async def test_a_client_that_leaves_midway_leaves_nothing(app, store, caplog):
    """httpx waits for an answer, so this speaks ASGI."""
    came = iter([{"type": "http.request", "body": CLIP[:1000], "more_body": True}])
    told = []

    async def receive():
        return next(came, {"type": "http.disconnect"})

    async def send(message):
        told.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/analyze",
        "headers": [],
        "query_string": b"",
    }
    await app(scope, receive, send)
    assert told[0]["status"] == 499
    assert list(store.folder.glob("*/")) == []
    assert caplog.text == ""


class FullStore(JobStore):
    """Jobs on a disk that is full."""

    def source(self, identifier):
        return Path("/dev/full")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("form", [{"content": CLIP}, {"files": {"video": ("a.mp4", CLIP)}}])
async def test_a_disk_that_fills_up_is_said(app, client, settings, form):
    app.state.jobs = full = FullStore(settings.jobs_dir, settings.job_queue)
    answer = await client.post("/analyze", **form)
    assert (answer.status_code, answer.json()["code"]) == (507, "storage-full")
    assert list(full.folder.glob("*/")) == []


async def test_a_clip_for_which_there_is_no_room_is_refused_at_once(app, client, settings):
    app.state.settings = settings.model_copy(update={"max_clip_bytes": 2**60})
    headers = {"Content-Length": str(2**59)}
    answer = await client.post("/analyze", content=CLIP, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (507, "storage-full")
    assert str(2**59) in answer.json()["detail"]


async def test_who_is_refused_while_sending_hears_it_and_the_connection_ends(
    app, client, settings, store
):
    """Whatever the reason: too large, no such route, a wrong option, a full queue, no key."""
    large = {"Content-Length": str(2**30)}
    refusals = [
        await client.post("/analyze", content=CLIP, headers=large),
        await client.post("/nowhere", content=CLIP, headers=large),
        await client.post("/analyze?rate=0", content=CLIP, headers=large),
    ]
    for _ in range(settings.job_queue):
        assert (await client.post("/analyze", content=CLIP)).status_code == 202
    refusals.append(await client.post("/analyze", content=CLIP, headers=large))
    locked = settings.model_copy(
        update={"require_keys": True, "database_url": f"sqlite:///{store.folder / 'keys.db'}"}
    )
    guarded = create_app(locked)
    guarded.state.gate = own_gate(locked)
    transport = httpx.ASGITransport(guarded)
    async with httpx.AsyncClient(transport=transport, base_url="http://m") as stranger:
        refusals.append(await stranger.post("/analyze", content=CLIP, headers=large))
    assert [answer.status_code for answer in refusals] == [413, 404, 400, 429, 401]
    assert {answer.headers["Connection"] for answer in refusals} == {"close"}


async def test_a_refusal_of_what_has_all_come_keeps_the_connection(client):
    answer = await client.post("/predict", content=b"no picture" * 19_000)
    assert answer.json()["code"] == "undecodable-image"
    assert "Connection" not in answer.headers
