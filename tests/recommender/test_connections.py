"""A database that ended its connections is found again."""

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from recommender_api import connections
from recommender_api.database import glance
from tests.recommender.databases import SERVER


@pytest.fixture
def ended(postgresql_engine):
    """Fill the pool, then end every connection in it."""
    used = [postgresql_engine.connect() for _ in range(3)]
    for connection in used:
        connection.execute(text("SELECT 1"))
        connection.close()
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            (postgresql_engine.url.database,),
        )
    return postgresql_engine


def test_connections_that_died_while_idle_are_replaced(ended, monkeypatch):
    monkeypatch.setattr(connections, "IDLE_SECONDS", 0.0)
    for _ in range(5):
        with ended.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_one_that_died_just_now_fails_once_and_takes_the_others_with_it(ended):
    with pytest.raises(OperationalError), ended.connect() as connection:
        connection.execute(text("SELECT 1"))
    for _ in range(5):
        with ended.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_a_glance_leaves_the_next_user_a_transaction(engine):
    with glance(engine) as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    with engine.connect() as connection:
        connection.execute(text("UPDATE catalog_state SET version = version + 7"))
        connection.rollback()
        assert connection.execute(text("SELECT version FROM catalog_state")).scalar_one() < 7


def test_postgresql_notices_within_seconds_that_a_machine_is_gone(postgresql_engine):
    """Also after a rollback, which would undo what was set within a transaction."""
    with postgresql_engine.connect() as connection:
        connection.rollback()
        for name, value in (("tcp_keepalives_idle", "2"), ("tcp_user_timeout", "5000")):
            assert connection.execute(text(f"SHOW {name}")).scalar_one() == value
