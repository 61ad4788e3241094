"""What the gateway counts while it serves, and that no label names a viewer."""

import asyncio
from dataclasses import replace

import numpy as np
import pytest
from prometheus_client.parser import text_string_to_metric_families
from websockets.sync.client import connect

from mien.clips.messages import Kind, pack
from services import metrics
from services.drift import observe_readings
from services.jobs.counted import CountedFaces, TimedVoices
from tests.clips import face_reading
from tests.contract.test_fuse import FACE
from tests.contract.test_predict import DARK, PICTURE
from tests.contract.test_predict_audio import VOICE
from tests.fakes import FakeManifest, FakeReader, FakeSpeechReader

VIEWER = "0b7e5c1e-5d5c-4f7e-9f5e-6d1a6f0f7a11"


@pytest.fixture
def steps(metric):
    """How often each step was timed since the test began."""
    before = {step: metric("mien_step_seconds_count", step=step) for step in metrics.STEPS}
    return lambda step: metric("mien_step_seconds_count", step=step) - before[step]


async def test_each_step_is_timed(client, steps):
    await client.post("/predict", content=PICTURE)
    await client.post("/predict/audio", content=VOICE)
    await client.post("/fuse", json={"evidence": [FACE]})
    assert [steps(step) for step in ("decode", "speech", "fuse")] == [1, 1, 1]


async def test_readings_tell_expression_brightness_and_sharpness(client, metric):
    def sums():
        happy = metric("mien_readings_total", expression="happy", uncertain="false")
        return happy, metric("mien_face_brightness_sum"), metric("mien_face_sharpness_count")

    before = sums()
    await client.post("/predict", content=PICTURE)
    await client.post("/predict", content=DARK)
    happy, brightness, sharpness = (now - was for now, was in zip(sums(), before, strict=True))
    assert (happy, sharpness) == (2, 2)
    assert brightness == pytest.approx(2 * 0.5)


def test_a_distance_counts_where_the_model_tells_one(metric):
    known = face_reading(happy=0.9)
    far = replace(known, expression=replace(known.expression, distance=1.5))
    before = metric("mien_face_embedding_distance_sum")
    observe_readings([known, far])
    assert metric("mien_face_embedding_distance_sum") == before + 1.5


def test_what_a_job_reads_counts_as_requests_do(metric, steps):
    def counts():
        happy = metric("mien_readings_total", expression="happy", uncertain="false")
        return [metric("mien_faces_total"), happy, metric("mien_face_brightness_count")]

    before = counts()
    picture = np.full((48, 48, 3), 90, np.uint8)
    assert len(CountedFaces(FakeReader()).read([picture, 0 * picture])) == 2
    TimedVoices(FakeSpeechReader()).listen(np.zeros(16_000, np.float32))
    assert [now - was for now, was in zip(counts(), before, strict=True)] == [2, 2, 2]
    assert steps("speech") == 1


async def test_requests_of_the_recommender_count_by_pattern(client):
    for path in ("sessions", "nothing-there"):
        await client.get(f"/api/v1/viewers/{VIEWER}/{path}")
    page = (await client.get("/metrics")).text
    assert VIEWER not in page
    routes = {
        sample.labels["route"]
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if "route" in sample.labels
    }
    assert "/api/v1/viewers/<viewer_id>/sessions" in routes
    assert not any("{rest" in route for route in routes)


async def test_the_room_of_the_jobs_is_told_before_their_folder_is_made(client, settings):
    assert not settings.jobs_dir.exists()
    page = (await client.get("/metrics")).text
    [line] = [row for row in page.splitlines() if row.startswith("mien_disk_free_bytes{")]
    assert line.startswith('mien_disk_free_bytes{place="jobs"} ')
    assert float(line.split()[1]) > 0


def test_a_worker_tells_its_models(metric):
    metrics.announce_worker(2, [(FakeManifest().entry("fake"), "cpu")])
    told = {"model": "fake", "version": "1", "sha256": "0" * 12, "provider": "cpu"}
    assert metric("mien_model_info", **told) == 1
    assert (metric("mien_workers"), metric("mien_workers_wanted")) == (1, 2)


async def test_pictures_that_newer_ones_replace_are_counted(address, reader, metric):
    def counts():
        messages = [("in", "picture"), ("out", "sample")]
        told = [metric("mien_stream_messages_total", direction=d, kind=k) for d, k in messages]
        return [metric("mien_dropped_pictures_total"), *told]

    before = counts()
    reader.gate.clear()
    with connect(address) as socket:
        for index in range(6):
            socket.send(pack(Kind.PICTURE, index / 10, PICTURE))
            await asyncio.sleep(0.02)
        reader.gate.set()
        socket.recv(timeout=10)
        socket.recv(timeout=10)
    assert [now - was for now, was in zip(counts(), before, strict=True)] == [4, 6, 2]
