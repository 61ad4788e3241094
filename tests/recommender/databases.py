"""Databases for tests: what is in one, and a PostgreSQL one that goes away again."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import Engine, text

from mien.settings import Settings
from recommender_api.app import create_app
from recommender_api.catalog.loading import load
from recommender_api.place import EXTENSION
from tests.recommender.films import films, products

SERVER = "postgresql://postgres@127.0.0.1:5432"


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of an empty database on the local server; skips the test where none answers."""
    try:
        server = psycopg.connect(f"{SERVER}/postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL at {SERVER}: {error}")
    name = f"mien_test_{secrets.token_hex(6)}"
    with server:
        server.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield f"{SERVER}/{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database of a kind, "sqlite" or "postgresql"."""
    if kind == "postgresql":
        with postgresql() as url:
            yield url
    else:
        yield f"sqlite:///{folder}/mien.db"


@contextmanager
def application(kind: str, folder: Path) -> Iterator[Flask]:
    """The application over a database with the films and products of tests."""
    with database(kind, folder) as url:
        app = create_app(Settings(database_url=url))
        load(app.extensions[EXTENSION].engine, "all", "1", [*films(), *products()])
        yield app
        app.extensions[EXTENSION].engine.dispose()


def dump(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, without times and keys; items and groups by name, not number."""
    named = {
        "genre": "SELECT name FROM genre ORDER BY 1",
        "tag": "SELECT name FROM tag ORDER BY 1",
        "movie_genre": "SELECT g.name, i.movie_id, l.weighted, l.score, l.votes, l.year"
        " FROM movie_genre l JOIN genre g ON g.id = genre_id JOIN movie i ON i.id = item_id",
        "product_tag": "SELECT g.name, i.product_id, l.weighted, l.score, l.votes"
        " FROM product_tag l JOIN tag g ON g.id = tag_id JOIN product i ON i.id = item_id",
        "movie": "SELECT movie_id, title, year, genres, directors, actors, minutes, description,"
        " score, votes, imdb_id, poster_url, production_company, synthetic FROM movie",
        "product": "SELECT product_id, name, category, tags, description, price, image_url, score,"
        " votes, synthetic FROM product",
        "prior": "SELECT catalog, mean, votes FROM prior",
        "catalog_load": "SELECT fingerprint, name, rows, finished IS NOT NULL FROM catalog_load",
        "catalog_state": "SELECT version, ranked_version FROM catalog_state",
    }
    with engine.connect() as connection:
        tables = {name: connection.execute(text(query)).all() for name, query in named.items()}
        order = connection.execute(text("SELECT movie_id FROM movie ORDER BY id")).all()
    return {
        **{name: sorted(map(tuple, rows), key=repr) for name, rows in tables.items()},
        "order": list(map(tuple, order)),
    }
