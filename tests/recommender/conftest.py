"""An empty database, of each kind that the recommender runs on."""

import pytest
from sqlalchemy import text

from recommender_api.database import connect
from tests.recommender.databases import postgresql


@pytest.fixture(scope="module")
def postgresql_engine():
    with postgresql() as url:
        engine = connect(url)
        yield engine
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request, tmp_path):
    if request.param == "sqlite":
        engine = connect(f"sqlite:///{tmp_path / 'catalog.db'}")
        yield engine
        engine.dispose()
        return
    engine = request.getfixturevalue("postgresql_engine")
    yield engine
    with engine.begin() as connection:
        connection.execute(
            text(
                "TRUNCATE movie, product, genre, tag, movie_genre, product_tag, catalog_load,"
                " viewer, viewing_session, reading, chat_line, consent, ledger_entry,"
                " weight_change, seen_item, api_key, key_use"
                " RESTART IDENTITY"
            )
        )
        connection.execute(text("UPDATE catalog_state SET version = 0, ranked_version = 0"))
