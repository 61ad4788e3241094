"""The application over small catalogs, in process."""

import pytest

from mien.settings import Settings
from recommender_api.app import create_app
from recommender_api.catalog.loading import load
from recommender_api.place import EXTENSION
from tests.recommender.databases import application

REQUEST = {"emotion": "Happy", "num_of_movies": 5, "recommendation_type": "improve"}


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def app(request, tmp_path_factory):
    """With both catalogs; tests of this application change nothing in it."""
    with application(request.param, tmp_path_factory.mktemp("catalog")) as app:
        yield app


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def recommend(client):
    """Post a request that differs from REQUEST in some fields; what is None is left out."""

    def post(**fields):
        body = {name: value for name, value in (REQUEST | fields).items() if value is not None}
        return client.post("/api/v1/recommend", json=body)

    return post


@pytest.fixture
def own_app(tmp_path):
    """With an empty catalog, which a test may fill."""
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/mien.db"))
    yield app
    app.extensions[EXTENSION].engine.dispose()


@pytest.fixture
def fill(own_app):
    """Load items into `own_app`; each call is a catalog of its own."""

    def fill(items):
        engine = own_app.extensions[EXTENSION].engine
        return load(engine, "more", str(hash(tuple(items))), items)

    return fill
