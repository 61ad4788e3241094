"""`/metrics` of the recommender that stands alone."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from mien.settings import Settings
from recommender_api.app import create_app
from recommender_api.request_metrics import count_requests

VIEWER = "v_0b7e5c1e5d5c4f7e9f5e6d1a6f0f7a11"


@pytest.fixture
def caller(tmp_path):
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'mien.db'}"))
    count_requests(app)
    return app.test_client()


def counted(caller):
    """Requests by route and status, as the page has them."""
    return {
        (sample.labels["route"], sample.labels["status"]): sample.value
        for family in text_string_to_metric_families(caller.get("/metrics").text)
        for sample in family.samples
        if sample.name == "mien_requests_total"
    }


def test_requests_count_by_the_rule_that_they_matched(caller):
    caller.get("/api/v1/genres")
    caller.get("/api/v1/genres")
    caller.get(f"/api/v1/viewers/{VIEWER}/sessions")
    caller.get(f"/api/v1/{VIEWER}")
    found = counted(caller)
    assert found["/api/v1/genres", "200"] == 2
    assert ("unmatched", "404") in found
    assert any(route == "/api/v1/viewers/<viewer_id>/sessions" for route, _ in found)
    page = caller.get("/metrics").text
    assert VIEWER not in page
    assert 'mien_request_seconds_count{route="/api/v1/genres"} 2.0' in page
