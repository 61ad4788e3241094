"""The documents name what the code has."""

from pathlib import Path

from mien.errors import MienError
from recommender_api.catalog.errors import CatalogError
from recommender_api.errors import NotJson
from recommender_api.recommend.requests import RecommendRequest
from services import metrics
from services.rollout import counts

DOCS = Path(__file__).parents[2] / "docs"
SERVING = (DOCS / "serving.md").read_text()
RECOMMENDING = (DOCS / "recommending.md").read_text()
EVERYTHING = "".join(page.read_text() for page in DOCS.glob("*.md"))


def test_every_metric_is_explained():
    page = metrics.exposition({"queued": 1}).decode()
    named = {line.split()[2] for line in page.splitlines() if line.startswith("# TYPE mien_")}
    assert {"mien_requests_total", "mien_queue_pictures", "mien_jobs"} <= named
    assert {family.name for family in counts.REFUSED.collect()} <= named
    for name in named:
        if not name.endswith("_created"):
            assert f"`{name}" in SERVING


def test_every_field_of_a_recommendation_is_explained():
    for name in RecommendRequest.model_fields:
        assert f"`{name}`" in RECOMMENDING


def test_every_error_code_that_a_client_can_get_is_explained():
    def errors(root=MienError):
        return [root, *(error for child in root.__subclasses__() for error in errors(child))]

    assert {CatalogError, NotJson} <= set(errors())
    for error in errors():
        if error.code != "invalid-setting" and "code" in vars(error):
            assert f"`{error.code}`" in EVERYTHING
