"""The documents name what the code has."""

from pathlib import Path

from mien.errors import MienError
from recommender_api.catalog.errors import CatalogError
from recommender_api.errors import NotJson
from recommender_api.recommend.requests import RecommendRequest
from services import metrics

DOCS = Path(__file__).parents[2] / "docs"
SERVING = (DOCS / "serving.md").read_text()
RECOMMENDING = (DOCS / "recommending.md").read_text()
EVERYTHING = "".join(page.read_text() for page in DOCS.glob("*.md"))


def test_every_metric_is_explained():
    families = (
        metrics.REQUESTS,
        metrics.LATENCY,
        metrics.FACES,
        metrics.BATCH_SIZE,
        metrics.BATCH_WAIT,
        metrics.BATCH_RUN,
    )
    for family in families:
        [described] = family.describe()
        assert described.name in SERVING


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
