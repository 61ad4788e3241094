"""Real servers that write JSON, and send their spans to a collector."""

import json
import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.clips import clip
from tests.e2e.servers import BIN, running
from tests.pictures import ASTRONAUT

PICTURE = ASTRONAUT.read_bytes()
JSON: dict[str, Any] = {"MIEN_LOG_FORMAT": "json"}
ID = "X-Request-ID"
SECONDS = 30


class Collector:
    """Takes spans over OTLP; keeps them by their service and name."""

    def __init__(self):
        self.spans, self.raw = defaultdict(list), []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                server.take(self.path, self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *given):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"

    def take(self, path, body):
        assert path == "/v1/traces"
        self.raw.append(body)
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            about = {each.key: each.value.string_value for each in resource.resource.attributes}
            for scope in resource.scope_spans:
                for span in scope.spans:
                    self.spans[about["service.name"], span.name].append(span)

    def awaited(self, service, name):
        deadline = time.monotonic() + SECONDS
        while not self.spans[service, name]:
            assert time.monotonic() < deadline, sorted(self.spans)
            time.sleep(0.05)
        return self.spans[service, name]


@pytest.fixture
def collector():
    receiving = Collector()
    thread = threading.Thread(target=receiving.http.serve_forever)
    thread.start()
    yield receiving
    receiving.http.shutdown()
    receiving.http.server_close()
    thread.join()


@contextmanager
def logged(path):
    """A file for a server's output, and its lines once the server has ended."""
    lines: list[dict[str, Any]] = []
    with path.open("wb") as output:
        yield output, lines
    lines += [json.loads(line) for line in path.read_text().splitlines()]


def await_line(path, wanted):
    deadline = time.monotonic() + SECONDS
    while wanted not in path.read_text():
        assert time.monotonic() < deadline, path.read_text()
        time.sleep(0.05)


def test_a_gateway_logs_json_alone_and_traces_requests_and_jobs(collector, tmp_path):
    traced = {
        **JSON,
        "MIEN_TRACING": "true",
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
        "OTEL_BSP_SCHEDULE_DELAY": "100",
        "MIEN_JOBS_DIR": str(tmp_path / "jobs"),
    }
    command = [str(BIN / "mien"), "serve"]
    with (
        logged(tmp_path / "log") as (output, lines),
        running(command, output=output, **traced) as server,
        httpx.Client(base_url=server.url, timeout=SECONDS) as client,
    ):
        server.await_all_listening()
        answer = client.post("/predict", content=PICTURE, headers={ID: "picture-1"})
        assert (answer.status_code, answer.headers[ID]) == (200, "picture-1")
        viewer = client.post("/api/v1/viewers").json()["viewer_id"]
        client.get(f"/api/v1/viewers/{viewer}")
        sent = {"content": clip(1.0), "headers": {ID: "clip-1"}}
        job = client.post("/analyze?wait=30&video=false", **sent).json()
        assert job["state"] == "done"
        [batch] = collector.awaited("mien", "batch")
        [request] = collector.awaited("mien", "POST /predict")
        [analysis] = collector.awaited("mien-jobs", "analysis")
        [asked] = collector.awaited("mien", "POST /analyze")
        collector.awaited("mien", "GET /api/v1/viewers/<viewer_id>")
        victim = server.workers()[0]
        victim.kill()
        victim.wait(SECONDS)
        await_line(tmp_path / "log", f"worker {victim.pid} is lost")
        server.await_all_listening()
    assert batch.parent_span_id == request.span_id
    assert [link.span_id for link in analysis.links] == [asked.span_id]
    inferences = [s for s in collector.spans["mien", "inference"] if s.trace_id == request.trace_id]
    assert {_attribute(span, "mien.model") for span in inferences} == {
        "face-detector",
        "expression-classifier",
    }
    traces = {span.trace_id for span in collector.spans["mien-jobs", "inference"]}
    assert analysis.trace_id in traces
    assert len({line["process"] for line in lines}) >= 3
    for private in (viewer, job["id"]):
        assert private not in str(lines)
        assert all(private.encode() not in body for body in collector.raw)


def _attribute(span, name):
    [value] = [each.value.string_value for each in span.attributes if each.key == name]
    return value


def test_the_recommender_alone_logs_json_alone(tmp_path):
    command = [str(BIN / "mien"), "recommend", "serve"]
    with (
        logged(tmp_path / "log") as (output, lines),
        running(command, output=output, **JSON) as server,
    ):
        answer = httpx.get(f"{server.url}/api/v1/notice", headers={ID: "notice-1"})
        assert answer.headers[ID] == "notice-1"
    assert "gunicorn.error" in {line["logger"] for line in lines}
