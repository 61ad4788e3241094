"""The application over each database."""

import pytest

from mien.settings import Settings
from recommender_api.app import create_app
from recommender_api.place import EXTENSION


@pytest.fixture
def app(engine):
    """Over the test's own database."""
    url = engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, retention_days=30))
    yield app
    app.extensions[EXTENSION].engine.dispose()


@pytest.fixture
def client(app):
    return app.test_client()
