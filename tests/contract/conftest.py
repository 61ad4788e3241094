"""The gateway's whole HTTP surface over fake models, in process."""

import httpx
import pytest
from prometheus_client import REGISTRY

from mien.settings import Settings
from services.app import create_app
from services.batched_reader import BatchedFaceReader
from services.jobs.store import JobStore
from services.predict_audio import SpeechQueue
from services.recommender import recommender
from tests.fakes import FakeManifest, FakeReader, FakeSpeechReader


@pytest.fixture
def reader():
    fake = FakeReader()
    yield fake
    fake.gate.set()


@pytest.fixture
def speech():
    fake = FakeSpeechReader()
    yield fake
    fake.gate.set()


@pytest.fixture
def settings(tmp_path):
    return Settings(
        max_body_bytes=200_000,
        queue=4,
        max_pictures=3,
        audio_queue=2,
        max_audio_seconds=4,
        max_clip_bytes=200_000,
        jobs_dir=tmp_path / "jobs",
        job_queue=3,
    )


@pytest.fixture
def app(reader, speech, settings, tmp_path):
    app = create_app(settings)
    database = f"sqlite:///{tmp_path / 'catalog.db'}"
    app.state.recommender = recommender(settings.model_copy(update={"database_url": database}))
    app.state.reader = BatchedFaceReader(reader, settings)
    app.state.speech = SpeechQueue(speech, settings)
    app.state.jobs = JobStore(settings.jobs_dir, settings.job_queue)
    app.state.manifest = FakeManifest()
    app.state.providers = {"fake-model": "cpu"}
    return app


@pytest.fixture
async def client(app):
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://mien") as client:
        yield client


@pytest.fixture
def metric():
    def value(name, **labels):
        return REGISTRY.get_sample_value(name, labels) or 0.0

    return value
