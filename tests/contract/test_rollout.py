"""A candidate over HTTP: who is read by which models, and that every answer says so."""

import json

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from mien.clips.messages import Kind, pack
from services.batched_reader import BatchedFaceReader
from services.rollout import counts
from services.rollout.choosing import Sharing, Tried
from services.rollout.plan import Mode
from services.rollout.shadow import Shadow
from tests.contract.test_predict import PICTURE
from tests.fakes import FakeManifest, FakeReader


@pytest.fixture
def candidate(app, settings):
    """Reads half of what comes."""
    app.state.reader.version = "served"
    fake = FakeReader()
    reader = BatchedFaceReader(fake, settings, "candidate", counts.observer("candidate"))
    app.state.sharing = Sharing(reader, 0.5)
    return fake


async def test_every_answer_names_its_models_and_a_session_keeps_them(client, candidate, metric):
    before = metric("mien_readings_total", expression="happy", uncertain="false")
    by = {}
    for session in range(12):
        names = {
            (
                await client.post(
                    "/predict", content=PICTURE, headers={"X-Mien-Session": f"session {session}"}
                )
            ).headers["X-Mien-Model"]
            for _ in range(3)
        }
        assert len(names) == 1
        by[session] = names.pop()
    assert set(by.values()) == {"served", "candidate"}
    tried = list(by.values()).count("candidate")
    assert candidate.batches == [1] * 3 * tried
    labels = {"candidate": "candidate", "expression": "happy", "uncertain": "false"}
    assert metric("mien_candidate_readings_total", **labels) == 2 * 3 * tried
    served = metric("mien_readings_total", expression="happy", uncertain="false") - before
    assert served == 2 * 3 * (12 - tried)


async def test_a_batch_of_pictures_is_read_by_one_set_of_models(client, candidate):
    files = [("images", (f"{n}.png", PICTURE)) for n in range(3)]
    reply = await client.post("/predict/batch", files=files)
    assert reply.headers["X-Mien-Model"] in ("served", "candidate")
    assert len(reply.json()["results"]) == 3


async def test_a_shadow_changes_no_answer_and_keeps_none_waiting(app, client, metric):
    slow = FakeReader()
    slow.gate.clear()
    shadow = Shadow("slow candidate", slow, lambda: app.state.reader.busy)
    plain = await client.post("/predict", content=PICTURE)
    app.state.reader.after = shadow.offer
    for _ in range(3):
        shadowed = await client.post("/predict", content=PICTURE)
        assert shadowed.json() == plain.json()
    slow.gate.set()
    shadow.stop()


async def test_models_show_the_candidate(app, client):
    assert (await client.get("/models")).json()["candidate"] is None
    entry = FakeManifest().entry("fake-model")
    app.state.candidate = Tried(Mode.SHARE, 0.1, [(entry, "cpu")])
    shown = (await client.get("/models")).json()["candidate"]
    assert (shown["mode"], shown["share"]) == ("share", 0.1)
    assert shown["models"][0]["sha256"] == "0" * 64


def test_a_stream_stays_with_its_models_and_its_handshake_names_them(app, address, candidate):
    query = "?session=one"
    with connect(f"{address}{query}") as first:
        assert first.response is not None
        named = first.response.headers["X-Mien-Model"]
        app.state.sharing = None if named == "candidate" else Sharing(app.state.sharing.reader, 1.0)
        for number in range(3):
            first.send(pack(Kind.PICTURE, number / 10, PICTURE))
            assert json.loads(first.recv(timeout=5))["type"] == "sample"
        assert candidate.batches == ([1, 1, 1] if named == "candidate" else [])


def test_a_server_that_ends_tells_streams_to_come_again(app, address):
    with connect(address) as socket:
        socket.send(pack(Kind.PICTURE, 0.0, PICTURE))
        socket.recv(timeout=5)
        draining = app.state.draining  # which belongs to the server's loop, in a thread
        draining._loop.call_soon_threadsafe(draining.set)
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012
