"""`/analyze`, `/jobs/…` and `/upload_video` over fake models, with a runner in a thread."""

import asyncio
import json
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest

from mien.clips.analysis import Readers
from mien.emoji import nearest_emoji
from mien.taxonomy import derived_valence_arousal
from services.jobs.runner import Runner
from services.jobs.store import State, Wish
from tests.clips import clip, probabilities
from tests.fakes import FakeSpeechReader

CLIP = clip(1.0)
DARK = clip(0.4, sound=False)


async def submitted(client, **form):
    response = await client.post("/analyze", **(form or {"content": CLIP}))
    assert response.status_code == 202
    return response.json()["id"]


async def ended(client, identifier):
    for _ in range(200):
        job = (await client.get(f"/jobs/{identifier}")).json()
        if job["state"] in ("done", "failed", "cancelled") and job["ended"]:
            return job
        await asyncio.sleep(0.05)
    raise TimeoutError


@pytest.mark.usefixtures("runner")
async def test_a_short_clip_is_answered_at_once_where_the_client_waits(client):
    files = {"video": ("holiday.mp4", CLIP)}
    response = await client.post("/analyze?wait=20&video=false&rate=5", files=files)
    assert response.status_code == 200
    job = response.json()
    assert (job["state"], job["progress"], job["name"]) == ("done", 1.0, "holiday.mp4")
    assert job["result"]["samples"] == 5
    assert job["seconds_analysed"] == pytest.approx(1.0, abs=0.1)
    assert job["result"]["dominant_emotion"] == "happy"
    assert sorted(job["files"]) == ["report.html", "summary.json", "timeline.csv", "timeline.json"]


@pytest.mark.usefixtures("runner")
async def test_a_job_is_followed_to_its_results_and_forgotten(client):
    response = await client.post("/analyze", content=CLIP)
    assert response.status_code == 202
    address = response.headers["Location"]
    async with client.stream("GET", f"{address}/events") as stream:
        lines = [line async for line in stream.aiter_lines() if line.startswith("data:")]
    last = json.loads(lines[-1].removeprefix("data:"))
    assert last["state"] == "done"
    assert last["expires"] > last["ended"]
    page = await client.get(last["files"]["report.html"])
    assert page.headers["content-type"].startswith("text/html")
    video = await client.get(last["files"]["annotated.mp4"])
    assert video.content[4:8] == b"ftyp"
    assert (await client.delete(address)).status_code == 204
    assert (await client.get(address)).status_code == 404


@pytest.mark.usefixtures("runner")
async def test_a_running_job_is_cancelled(client, faces, store):
    faces.gate.clear()
    identifier = await submitted(client, content=clip(4.0, sound=False))
    assert (await client.delete(f"/jobs/{identifier}")).status_code == 204
    assert (await client.get(f"/jobs/{identifier}")).json()["state"] == "cancelled"
    faces.gate.set()
    assert (await ended(client, identifier))["state"] == "cancelled"
    assert not store.source(identifier).exists()


async def test_jobs_beyond_the_queue_are_refused(client):
    for _ in range(3):
        await submitted(client)
    refused = await client.post("/analyze", content=CLIP)
    assert (refused.status_code, refused.json()["code"]) == (429, "overloaded")
    assert int(refused.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("query", "form", "status", "code"),
    [
        ("", {"content": b""}, 400, "empty-body"),
        ("", {"content": b"\0" * 300_000}, 413, "body-too-large"),
        ("", {"files": {"film": ("a.mp4", CLIP)}}, 400, "invalid-request"),
        ("", {"json": {"video": "x"}}, 415, "unsupported-media-type"),
        ("?rate=0", {"content": CLIP}, 400, "invalid-request"),
        ("?rate=nan", {"content": CLIP}, 400, "invalid-request"),
        ("?wait=ten", {"content": CLIP}, 400, "invalid-request"),
        ("?viewer=first", {"content": CLIP}, 400, "invalid-request"),
        ("?video=perhaps", {"content": CLIP}, 400, "invalid-request"),
    ],
)
async def test_a_wrong_request_leaves_nothing_behind(client, store, query, form, status, code):
    response = await client.post(f"/analyze{query}", **form)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert list(store.folder.glob("*/")) == []


@pytest.mark.parametrize("path", ["/jobs/none", f"/jobs/{'0' * 32}", "/jobs/..%2f..%2fetc/events"])
async def test_there_is_no_such_job(client, path):
    assert (await client.get(path)).status_code == 404
    assert (await client.delete(path)).status_code in (404, 405)


@pytest.mark.usefixtures("runner")
async def test_files_outside_the_results_are_not_there(client):
    job = await ended(client, await submitted(client))
    for name in ("job.json", "..%2fjob.json", "nothing"):
        assert (await client.get(f"/jobs/{job['id']}/files/{name}")).status_code == 404


@pytest.mark.usefixtures("runner")
async def test_emosh_clients_get_a_point_and_an_emoji(client, store):
    response = await client.post("/upload_video", files={"video": ("blob", clip(2.0))})
    assert response.status_code == 200
    assert response.headers["Mien-Fusion"] == "emosh"
    (valence, arousal), emoji = response.json()
    shown_valence, shown_arousal = derived_valence_arousal(probabilities(happy=0.9))
    assert valence == pytest.approx(shown_valence)
    assert arousal == pytest.approx(0.35 * 0.6 + 0.65 * shown_arousal)
    assert emoji == hex(ord(nearest_emoji(valence, arousal)))
    assert list(store.jobs()) == []


@pytest.mark.usefixtures("runner")
async def test_emosh_clients_hear_of_faceless_and_broken_clips(client):
    for data, code in ((DARK, "no-face"), (b"text", "undecodable-video")):
        response = await client.post("/upload_video", files={"video": ("blob", data)})
        assert (response.status_code, response.json()["code"]) == (422, code)


def test_a_job_that_was_cut_off_is_begun_again_but_not_for_ever(store, settings, faces):
    working = Runner(store, Readers(faces, FakeSpeechReader()), settings)
    identifier = store.begin()
    store.source(identifier).write_bytes(CLIP)
    job = store.submit(identifier, Wish("a.mp4", video=False))
    cut_off = {"state": State.RUNNING, "attempts": 2}
    store.write(type(job)(**{**{n: getattr(job, n) for n in job.__slots__}, **cut_off}))
    assert working.run_next()
    assert store.read(identifier).state is State.DONE
    cut_off["attempts"] = 3
    store.write(type(job)(**{**{n: getattr(job, n) for n in job.__slots__}, **cut_off}))
    assert working.run_next()
    assert store.read(identifier).state is State.FAILED
    assert not working.run_next()


def test_runners_of_a_shared_folder_take_different_jobs(store, settings, faces):
    runners = [Runner(store, Readers(faces, FakeSpeechReader()), settings) for _ in range(2)]
    submitted = [store.begin() for _ in range(2)]
    for identifier in submitted:
        store.source(identifier).write_bytes(CLIP)
        store.submit(identifier, Wish("a.mp4", video=False))
    faces.gate.clear()
    threads = [threading.Thread(target=runner.run_next) for runner in runners]
    for thread in threads:
        thread.start()
    until(lambda: [job.state for job in store.jobs()] == [State.RUNNING] * 2)
    assert not Runner(store, Readers(faces, FakeSpeechReader()), settings).run_next()
    faces.gate.set()
    for thread in threads:
        thread.join(10)
    assert [(job.state, job.attempts) for job in store.jobs()] == [(State.DONE, 1)] * 2


def test_a_job_is_left_to_the_runner_that_has_it_until_that_one_dies(store, settings, faces):
    identifier = store.begin()
    store.source(identifier).write_bytes(CLIP)
    store.submit(identifier, Wish("a.mp4", video=False))
    working = Runner(store, Readers(faces, FakeSpeechReader()), settings)
    with another_process_holds(store.lock(identifier)) as holder:
        store.cancel(identifier)
        assert not working.run_next()
        assert store.read(identifier).ended is None
        holder.kill()
        holder.wait(10)
        assert not working.run_next()
    assert store.read(identifier).state is State.CANCELLED
    assert store.read(identifier).ended


@contextmanager
def another_process_holds(lock):
    """A process that waits with the lock in its hands, for ever."""
    code = "import sys, time; from pathlib import Path; from services.jobs.locks import only_one\n"
    code += "with only_one(Path(sys.argv[1])): print(flush=True); time.sleep(60)"
    command = [sys.executable, "-c", code, str(lock)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_what_has_ended_is_swept_away_in_time(store):
    kept, old, broken = (store.begin() for _ in range(3))
    store.submit(kept, Wish("kept"))
    store.submit(old, Wish("old"))
    store.cancel(old)
    store.sweep(3600)
    assert {job.id for job in store.jobs()} == {kept, old}
    store.sweep(-1)
    assert {job.id for job in store.jobs()} == {kept}
    assert not store.place(broken).exists()
