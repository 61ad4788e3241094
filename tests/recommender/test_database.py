from contextlib import nullcontext

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from mien.errors import InvalidSetting
from recommender_api.catalog.weighting import weigh
from recommender_api.database import connect
from recommender_api.errors import DatabaseUnavailable
from recommender_api.schema import migrations
from tests.recommender.databases import dump, postgresql


@pytest.mark.parametrize("url", ["", "nonsense", "oracledb9://x/y"])
def test_a_url_of_no_known_database_is_refused_by_its_setting(url):
    with pytest.raises(InvalidSetting, match="MIEN_DATABASE_URL"):
        connect(url)


def test_a_database_that_cannot_be_opened_is_named_without_its_password(tmp_path):
    with pytest.raises(DatabaseUnavailable, match="missing"):
        connect(f"sqlite:///{tmp_path / 'missing' / 'catalog.db'}")
    with pytest.raises(DatabaseUnavailable) as refused:
        connect("postgresql://viewer:secret@127.0.0.1:1/catalog")
    assert "secret" not in refused.value.detail


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    database = postgresql() if request.param == "postgresql" else nullcontext()
    with database as url:
        yield url or f"sqlite:///{tmp_path / 'catalog.db'}"


def test_a_catalog_of_before_priors_keeps_its_ranking(url):
    films = [{"n": f"tt{n:07d}", "s": 5.0 + n / 2, "v": v} for n, v in enumerate(range(10, 90, 9))]
    old = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with old.begin() as connection:
        config = migrations()
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        insert = (
            "INSERT INTO movie (movie_id, title, genres, directors, actors, score, votes, weighted,"
            " synthetic) VALUES (:n, 'Film', '', '', '', :s, :v, 0, false)"
        )
        connection.execute(text(insert), films)
    old.dispose()
    engine = connect(url)
    migrated = dump(engine)["prior"]
    with engine.begin() as connection:
        weigh(connection)
    assert migrated == dump(engine)["prior"] == [("movie", 7.0, 82.0), ("product", 5.0, 1.0)]
    engine.dispose()
