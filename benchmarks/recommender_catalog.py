"""One synthetic catalog twice: as ours, and in the seed's tables, which have primary keys only."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine, select

from mien.settings import Settings
from recommender_api.app import create_app
from recommender_api.catalog import synthetic
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.loading import load
from recommender_api.place import EXTENSION
from recommender_api.tables import Genre, Movie, MovieGenre

TITLES = 85_855

_SEED_TABLES = """
CREATE TABLE movie (movie_id INTEGER PRIMARY KEY, imdb_id TEXT, title TEXT, directors TEXT,
  actors TEXT, duration INTEGER, description TEXT, avg_vote REAL, year INTEGER,
  production_company TEXT);
CREATE TABLE genre (genre_id INTEGER PRIMARY KEY, genre_name TEXT);
CREATE TABLE movie_genre (movie_id INTEGER, genre_id INTEGER, PRIMARY KEY (movie_id, genre_id));
"""


@dataclass(frozen=True, slots=True)
class Catalog:
    """The database's URL, the application on it, and the seed's database."""

    url: str
    app: Flask
    seed: sqlite3.Connection


def make_catalog(folder: Path) -> Catalog:
    """Generate and load it; half a minute."""
    file = folder / "catalog.csv"
    synthetic.write_csv(file, TITLES, seed=1)
    url = f"sqlite:///{folder}/mien.db"
    app = create_app(Settings(database_url=url))
    source = Source(file)
    engine = app.extensions[EXTENSION].engine
    load(engine, file.name, "benchmark", detect(source).read(source))
    return Catalog(url, app, _seed_tables(engine, folder / "seed.db"))


def _seed_tables(engine: Engine, path: Path) -> sqlite3.Connection:
    movie = select(
        Movie.id, Movie.imdb_id, Movie.title, Movie.directors, Movie.actors, Movie.minutes,
        Movie.description, Movie.score, Movie.year, Movie.production_company,
    )  # fmt: skip
    links = select(MovieGenre.item_id, MovieGenre.genre_id)
    seed = sqlite3.connect(path)
    seed.executescript(_SEED_TABLES)
    with engine.connect() as connection, seed:
        for table, query in (
            ("movie", movie), ("genre", select(Genre.id, Genre.name)), ("movie_genre", links),
        ):  # fmt: skip
            rows = [tuple(row) for row in connection.execute(query)]
            places = ", ".join("?" * len(rows[0]))
            seed.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
    seed.execute("PRAGMA cache_size = -65536")  # as much as ours has
    return seed
