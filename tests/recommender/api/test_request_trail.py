"""The recommender alone: ids, failure lines and spans as under the gateway."""

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy.exc import OperationalError

from mien.settings import Settings
from mien.telemetry import spans
from recommender_api.app import create_app

ID = "X-Request-ID"
VIEWER = "vw_" + "a1" * 14


@pytest.fixture
def client(tmp_path):
    return create_app(Settings(database_url=f"sqlite:///{tmp_path / 'mien.db'}")).test_client()


@pytest.mark.parametrize("path", ["/api/v1/notice", "/api/v1/nothing", f"/api/v1/viewers/{VIEWER}"])
def test_every_answer_has_an_id(client, path):
    assert client.get(path, headers={ID: "mine-1"}).headers.getlist(ID) == ["mine-1"]
    assert len(client.get(path, headers={ID: VIEWER}).headers[ID]) == 32
    assert client.get(path).headers[ID] != client.get(path).headers[ID]


def failing(error):
    def fail(*given):
        raise error

    return fail


def test_a_defect_is_one_line_without_the_viewer(client, written, monkeypatch):
    broken = failing(RuntimeError(f"cannot read {VIEWER}"))
    monkeypatch.setattr("recommender_api.privacy.routes.held_about", broken)
    assert client.get(f"/api/v1/viewers/{VIEWER}", headers={ID: "mine-2"}).status_code == 500
    [line] = written()
    assert (line["request_id"], line["status"]) == ("mine-2", 500)
    assert line["route"] == "/api/v1/viewers/<viewer_id>"
    assert "cannot read [removed]" in line["exception"]
    assert VIEWER not in str(line)


def test_a_database_that_fails_is_one_line_with_its_reason(client, written, monkeypatch):
    gone = OperationalError("SELECT", {}, ConnectionError("the server closed\nthe connection"))
    monkeypatch.setattr("recommender_api.privacy.routes.held_about", failing(gone))
    answer = client.get(f"/api/v1/viewers/{VIEWER}")
    assert "closed" not in answer.text
    [line] = written()
    assert (line["status"], line["code"]) == (503, answer.json["code"])
    assert line["message"].endswith(": the server closed the connection")


def test_a_request_and_its_statements_are_spans_of_the_callers_trace(tmp_path):
    exporter = InMemorySpanExporter()
    url = f"sqlite:///{tmp_path / 'mien.db'}"
    traced = Settings(database_url=url, tracing=True)
    spans.start(traced, "mien-recommender", SimpleSpanProcessor(exporter))
    try:
        client = create_app(traced).test_client()
        exporter.clear()
        caller = {"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"}
        client.get(f"/api/v1/viewers/{VIEWER}", headers=caller)
    finally:
        spans.stop()
    *statements, request = exporter.get_finished_spans()
    assert request.name == "GET /api/v1/viewers/<viewer_id>"
    assert (request.attributes or {})["http.response.status_code"] == 404
    assert statements
    assert {span.context.trace_id for span in (*statements, request)} == {int("ab" * 16, 16)}
    assert all(VIEWER not in span.to_json() for span in (*statements, request))
