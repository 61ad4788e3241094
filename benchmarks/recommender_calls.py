"""Recommendations without a server between: seconds of each call."""

import io
import json
import sqlite3
import time
from collections.abc import Callable, Iterable
from itertools import product
from typing import Any, TypeVar
from wsgiref.util import setup_testing_defaults

from flask import Flask
from werkzeug.test import run_wsgi_app

from mien.taxonomy import LABELS
from recommender_api.place import EXTENSION, Place
from recommender_api.recommend.mapping import Mapping, Mode
from recommender_api.recommend.recommending import recommend
from recommender_api.recommend.requests import RecommendRequest

FILMS = 10
REPEATS = 30
SEED_REPEATS = 2

Item = TypeVar("Item")

PLAIN = "plain"
KINDS: dict[str, dict[str, Any]] = {
    PLAIN: {},
    "filtered": {"year_from": 1990, "min_votes": 1000},
    "score": {"ranking": "score"},
    "three emotions": {"emotions": {"happy": 0.5, "sad": 0.3, "fear": 0.2}, "emotion": None},
    "diverse": {"diversity": 0.5},
}

_SEED_QUERY = """
SELECT imdb_id, title, directors, actors, duration, description, avg_vote, year,
  production_company, genre_name
FROM (SELECT * FROM movie_genre INNER JOIN genre USING (genre_id) WHERE genre_name = :genre)
INNER JOIN movie USING (movie_id) ORDER BY avg_vote DESC LIMIT :n
"""

_MODES: tuple[Mode, ...] = ("improve", "keepup")
_PAIRS = tuple(product(LABELS, _MODES))


def bodies(kind: str) -> list[dict[str, Any]]:
    """The 14 requests of a kind."""
    return [
        {"emotion": emotion, "num_of_movies": FILMS, "recommendation_type": mode, **KINDS[kind]}
        for emotion, mode in _PAIRS
    ]


def calls(app: Flask, kind: str) -> list[float]:
    """Whole requests as a WSGI server hands them over: JSON in, JSON out."""

    def call(body: bytes) -> None:
        answer, status, _ = run_wsgi_app(app, _environ(body), buffered=True)
        assert status == "200 OK", b"".join(answer)

    return _timed(call, [json.dumps(body).encode() for body in bodies(kind)], REPEATS)


def _environ(body: bytes) -> dict[str, Any]:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/v1/recommend",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    setup_testing_defaults(environ)
    return environ


def in_process(app: Flask, kind: str) -> list[float]:
    """The function alone, with a connection from the pool."""
    place: Place = app.extensions[EXTENSION]
    asked = [RecommendRequest.model_validate(body) for body in bodies(kind)]
    wishes = [each.wish(place.mapping, 0) for each in asked]

    def call(number: int) -> None:
        with place.engine.connect() as connection:
            recommend(connection, place.mapping, wishes[number])

    return _timed(call, range(len(wishes)), REPEATS)


def seed_query(seed: sqlite3.Connection) -> list[float]:
    """The seed's query for the genre of each request, in its own tables."""
    mapping = Mapping.load()
    genres = [mapping.names("movies", mode, emotion)[0] for emotion, mode in _PAIRS]

    def call(genre: str) -> None:
        assert seed.execute(_SEED_QUERY, {"genre": genre, "n": FILMS}).fetchall()

    return _timed(call, genres, SEED_REPEATS)


def _timed(call: Callable[[Item], None], items: Iterable[Item], repeats: int) -> list[float]:
    seconds: list[float] = []
    for item in [*items] * repeats:
        begun = time.perf_counter()
        call(item)
        seconds.append(time.perf_counter() - begun)
    return seconds
