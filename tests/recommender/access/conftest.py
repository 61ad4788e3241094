"""Applications that ask for keys, and keys to ask them with."""

import pytest

from mien.settings import Settings
from recommender_api.access import keys
from recommender_api.access.scopes import Scope
from recommender_api.app import create_app
from recommender_api.place import EXTENSION


@pytest.fixture
def url(engine):
    return engine.url.render_as_string(hide_password=False)


@pytest.fixture
def client(url):
    """Of an application that requires keys."""
    app = create_app(Settings(database_url=url, require_keys=True))
    yield app.test_client()
    app.extensions[EXTENSION].engine.dispose()


@pytest.fixture
def open_client(url):
    """Of an application that does not."""
    app = create_app(Settings(database_url=url))
    yield app.test_client()
    app.extensions[EXTENSION].engine.dispose()


@pytest.fixture
def new_key(engine):
    """Make a key: `new_key(Scope.SESSIONS, per_minute=3)` gives its id and itself."""

    def make(*scopes, per_minute=600, expires=None):
        with engine.begin() as connection:
            return keys.create(connection, "a test", scopes or tuple(Scope), per_minute, expires)

    return make


def bearer(credential):
    return {"Authorization": f"Bearer {credential}"}
