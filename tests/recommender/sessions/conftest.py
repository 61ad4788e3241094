"""The application over both databases with a catalog, and a viewer with a session.

Every test brings its own viewers, so all of them share one application a database.
"""

import pytest
from sqlalchemy import update

from recommender_api.place import EXTENSION
from recommender_api.privacy.tables import Consent
from tests.recommender.databases import application
from tests.recommender.sessions.talk import Visitor


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def app(request, tmp_path_factory):
    with application(request.param, tmp_path_factory.mktemp("sessions")) as app:
        yield app


@pytest.fixture
def engine(app):
    return app.extensions[EXTENSION].engine


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def visitor(client):
    """With a session whose notice is acknowledged."""
    return Visitor(client)


@pytest.fixture
def set_consent(engine):
    """Change columns of the consent to a visitor's session, as time would."""

    def change(visitor, **values):
        mine = update(Consent).where(Consent.session_id == visitor.session_id)
        with engine.begin() as connection:
            connection.execute(mine.values(**values))

    return change
