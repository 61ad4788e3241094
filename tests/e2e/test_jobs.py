"""Clips on a real server: jobs that outlive it, and a live stream of the one photograph we have."""

import json
import time

import httpx
import psutil
import pytest
from websockets.sync.client import connect

from mien.clips.messages import Kind, pack
from tests.clips import clip
from tests.e2e.servers import BIN, running
from tests.pictures import ASTRONAUT
from tests.sounds import tone, wav

SERVE = [str(BIN / "mien"), "serve"]
ENDED = ("done", "failed", "cancelled")


@pytest.fixture(scope="module")
def minute():
    return clip(60.0, size=(320, 240))


def submit(server, data, query="?video=false"):
    response = httpx.post(f"{server.url}/analyze{query}", content=data, timeout=30)
    assert response.status_code == 202
    return response.json()["id"]


def until(server, identifier, wanted, seconds=60.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        job = httpx.get(f"{server.url}/jobs/{identifier}").json()
        if wanted(job):
            return job
        time.sleep(0.02)
    raise TimeoutError(f"the job stayed {job}")


def kill_all(server):
    """End a server, its workers and runners as a power cut would."""
    family = [server.process, *psutil.Process(server.process.pid).children(recursive=True)]
    for process in family:
        process.kill()
    server.process.wait(10)


def test_a_job_survives_the_death_of_the_server_with_the_same_result(tmp_path, minute):
    folder = str(tmp_path / "jobs")
    with running(SERVE, MIEN_JOBS_DIR=folder) as server:
        undisturbed = submit(server, minute)
        assert until(server, undisturbed, lambda job: job["state"] in ENDED)["state"] == "done"
        killed = submit(server, minute)
        until(server, killed, lambda job: (job["progress"] or 0) > 0.2)
        kill_all(server)
    with running(SERVE, MIEN_JOBS_DIR=folder) as server:
        job = until(server, killed, lambda job: job["state"] in ENDED)
        assert job["state"] == "done"
        timelines = [
            httpx.get(f"{server.url}/jobs/{identifier}/files/timeline.json").content
            for identifier in (undisturbed, killed)
        ]
    assert timelines[0] == timelines[1]
    assert len(json.loads(timelines[0])["samples"]) == pytest.approx(600, abs=2)


def test_cancelling_ends_the_work_within_a_second(tmp_path, minute):
    with running(SERVE, MIEN_JOBS_DIR=str(tmp_path)) as server:
        identifier = submit(server, minute, "")
        until(server, identifier, lambda job: (job["progress"] or 0) > 0.05)
        started = time.monotonic()
        assert httpx.delete(f"{server.url}/jobs/{identifier}").status_code == 204
        job = until(server, identifier, lambda job: job["ended"], seconds=10)
        assert job["state"] == "cancelled"
        assert time.monotonic() - started < 1.0


def test_a_live_stream_reads_the_astronaut(gateway):
    picture = ASTRONAUT.read_bytes()
    with connect(gateway.url.replace("http", "ws") + "/stream") as socket:
        for index in range(5):
            socket.send(pack(Kind.PICTURE, index / 10, picture))
            reply = json.loads(socket.recv(timeout=10))
    [face] = reply["faces"]
    assert (face["track"], reply["viewer"]) == (1, 1)
    assert reply["fused"]["dominant_emotion"] == "happy"
    assert reply["fused"]["valence"] > 0.5


def test_silence_over_http_is_uncertain(gateway):
    reply = httpx.post(f"{gateway.url}/predict/audio", content=wav(0 * tone(seconds=2))).json()
    assert (reply["uncertain"], reply["quality"], reply["duration"]) == (True, 0.0, 2.0)
