"""Databases to back up and to restore into, of each kind."""

import pytest

from recommender_api.catalog.loading import load
from recommender_api.database import connect
from tests.recommender.databases import database
from tests.recommender.films import films, products
from tests.recommender.privacy.viewers import fill, new_session, new_viewer


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


def place(folder, name):
    (folder / name).mkdir()
    return folder / name


@pytest.fixture
def url(kind, tmp_path):
    """A database with films, products, and a viewer of whom something is held."""
    with database(kind, place(tmp_path, "first")) as url:
        engine = connect(url)
        load(engine, "all", "1", [*films(), *products()])
        viewer_id, _ = new_viewer(engine)
        fill(engine, viewer_id, new_session(engine, viewer_id))
        engine.dispose()
        yield url


@pytest.fixture
def other(kind, tmp_path):
    """An empty database of the same kind."""
    with database(kind, place(tmp_path, "second")) as url:
        yield url


@pytest.fixture
def backup(tmp_path):
    """Where the backup goes."""
    return place(tmp_path, "backups") / "mien.backup"
