"""What traces hold: the way of a request, and nothing about anybody."""

import asyncio

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from mien.clips.analysis import Readers
from mien.errors import InvalidSetting
from mien.settings import Settings
from mien.telemetry import spans
from services.batched_reader import BatchedFaceReader
from services.jobs.runner import Runner
from services.recommender import recommender
from tests.clips import clip
from tests.contract.test_fuse import FACE
from tests.fakes import FakeReader, FakeSpeechReader
from tests.pictures import encoded, gradient
from tests.sounds import tone, wav

PICTURE = encoded(gradient())
TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
CALLER = {"traceparent": f"00-{TRACE}-{SPAN}-01"}
UNSAMPLED = {"traceparent": f"00-{TRACE}-{SPAN}-00"}


@pytest.fixture
def recorded():
    """The spans that have ended, by name."""
    exporter = InMemorySpanExporter()
    spans.start(Settings(tracing=True), "mien", SimpleSpanProcessor(exporter))

    def named(name):
        return [span for span in exporter.get_finished_spans() if span.name == name]

    yield named
    spans.stop()


class Inferring(FakeReader):
    """Opens a span as `mien.runtime.session` does."""

    def read(self, frames):
        with spans.span("inference", model="fake", provider="cpu", size=len(frames)):
            return super().read(frames)


@pytest.fixture
def reader():
    fake = Inferring()
    yield fake
    fake.gate.set()


def parent(span):
    return span.parent and span.parent.span_id


async def test_a_request_leads_to_its_batch_and_to_the_inference(client, recorded):
    answer = await client.post("/predict", content=PICTURE, headers=CALLER)
    [request] = recorded("POST /predict")
    [batch], [decode], [inference] = map(recorded, ("batch", "decode", "inference"))
    assert f"{request.context.trace_id:032x}" == TRACE
    assert f"{parent(request):016x}" == SPAN
    assert parent(batch) == request.context.span_id
    assert parent(decode) == parent(inference) == batch.context.span_id
    assert dict(inference.attributes) == {
        "mien.model": "fake",
        "mien.provider": "cpu",
        "mien.size": 1,
    }
    assert batch.attributes["mien.batch.size"] == 1
    assert 0 <= batch.attributes["mien.batch.wait"] < 10
    assert dict(request.attributes) == {
        "http.request.method": "POST",
        "http.route": "/predict",
        "http.response.status_code": 200,
        "mien.request_id": answer.headers["X-Request-ID"],
    }


async def test_requests_that_share_a_batch_are_linked_with_it(client, reader, recorded):
    reader.gate.clear()
    calls = [asyncio.create_task(client.post("/predict", content=PICTURE)) for _ in range(3)]
    await asyncio.sleep(0.1)
    reader.gate.set()
    await asyncio.gather(*calls)
    requests = {span.context.span_id: span for span in recorded("POST /predict")}
    [shared] = [span for span in recorded("batch") if span.attributes["mien.batch.size"] == 2]
    linked = {link.context.span_id for link in shared.links}
    assert len(linked) == 2
    assert linked < set(requests)
    assert parent(shared) in linked
    [other] = linked - {parent(shared)}
    [back] = requests[other].links
    assert back.context.span_id == shared.context.span_id


async def test_what_the_caller_does_not_sample_is_not_recorded(client, recorded):
    await client.post("/predict", content=PICTURE, headers=UNSAMPLED)
    assert not recorded("POST /predict")
    assert not recorded("batch")


async def test_decoding_apart_is_part_of_the_request(app, client, reader, settings, recorded):
    apart = settings.model_copy(update={"decode_threads": 1})
    app.state.reader = BatchedFaceReader(reader, apart)
    await client.post("/predict", content=PICTURE)
    [decode], [request] = recorded("decode"), recorded("POST /predict")
    assert parent(decode) == request.context.span_id


async def test_a_voice_and_a_fusion_are_steps_of_their_requests(client, recorded):
    await client.post("/predict/audio", content=wav(tone()))
    assert (await client.post("/fuse", json={"evidence": [FACE]})).status_code == 200
    for step, name in (("speech", "POST /predict/audio"), ("fuse", "POST /fuse")):
        assert parent(recorded(step)[0]) == recorded(name)[0].context.span_id


async def test_a_failure_has_its_kind_and_no_words(client, reader, recorded, written):
    def fail(frames):
        raise RuntimeError("secret detail")

    reader.read = fail
    await client.post("/predict", content=PICTURE)
    [request] = recorded("POST /predict")
    assert request.status.status_code is StatusCode.ERROR
    assert request.attributes["error.type"] == "RuntimeError"
    for span in (request, *recorded("batch")):
        assert "secret" not in span.to_json()
    [line] = [line for line in written() if "exception" in line]
    assert line["trace_id"] == f"{request.context.trace_id:032x}"


async def test_no_span_names_a_viewer_a_path_or_a_parameter(
    app, client, recorded, settings, tmp_path
):
    database = f"sqlite:///{tmp_path / 'traced.db'}"
    traced = settings.model_copy(update={"database_url": database, "tracing": True})
    app.state.recommender = recommender(traced)
    viewer = (await client.post("/api/v1/viewers")).json()["viewer_id"]
    await client.get(f"/api/v1/viewers/{viewer}/export")
    await client.get("/nothing/of-mine")
    [request] = recorded("GET /api/v1/viewers/<viewer_id>/export")
    statements = recorded("SELECT")
    below = [span for span in statements if parent(span) == request.context.span_id]
    assert below
    assert "viewer" in below[0].attributes["db.query.text"]
    everything = [*recorded("GET"), request, *recorded("INSERT"), *statements]
    assert len(recorded("INSERT")) > 0
    for span in everything:
        assert viewer not in span.to_json()
        assert "of-mine" not in span.to_json()


async def test_an_analysis_is_linked_with_the_request_for_it(client, store, settings, recorded):
    files = {"video": ("my-name.mp4", clip(1.0))}
    answer = await client.post("/analyze", files=files, headers={"X-Request-ID": "clip-1"})
    Runner(store, Readers(FakeReader(), FakeSpeechReader()), settings).run_next()
    [request], [analysis] = recorded("POST /analyze"), recorded("analysis")
    [link] = analysis.links
    assert link.context.span_id == request.context.span_id
    assert dict(analysis.attributes) == {"mien.request_id": "clip-1"}
    assert answer.json()["id"] not in analysis.to_json()


def test_a_protocol_that_is_not_spoken_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
    with pytest.raises(InvalidSetting, match="OTEL_EXPORTER_OTLP_PROTOCOL"):
        spans.start(Settings(tracing=True), "mien")
    assert not spans.enabled()


async def test_nothing_is_recorded_unless_asked_for(client):
    spans.start(Settings(), "mien")
    assert not spans.enabled()
    assert (await client.post("/predict", content=PICTURE, headers=CALLER)).status_code == 200
