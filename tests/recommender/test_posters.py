import json
from email.message import Message
from urllib.error import HTTPError

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import create_engine, select, update

from recommender_api.catalog.loading import load
from recommender_api.catalog.records import MovieRecord
from recommender_api.database import connect
from recommender_api.posters import Posters, poster_in
from recommender_api.tables import Movie

FILM = MovieRecord("tt0000001", "A film", 1999, ("Comedy",), imdb_id="tt0000001")
SOURCE = "https://posters.example/?i={imdb_id}"
POSTER = "https://posters.example/1.jpg"


@pytest.fixture
def engine(tmp_path):
    engine = connect(f"sqlite:///{tmp_path / 'catalog.db'}")
    load(engine, "test", "test", [FILM])
    return engine


@pytest.fixture
def asked():
    return []


@pytest.fixture
def source(asked):
    def answer(url):
        asked.append(url)
        return json.dumps({"Poster": POSTER}).encode()

    return answer


def poster(engine):
    with engine.connect() as connection:
        return connection.execute(select(Movie.poster_url)).scalar_one()


def test_a_wanted_poster_is_stored_for_later_replies(engine, source, asked):
    posters = Posters(engine, SOURCE, source)
    posters.want(["tt0000001"])
    posters.drain()
    assert asked == ["https://posters.example/?i=tt0000001"]
    assert poster(engine) == POSTER
    assert REGISTRY.get_sample_value("mien_poster_lookups_total", {"outcome": "found"})


def test_a_film_is_asked_for_once_even_by_another_process(engine, source, asked):
    for _ in range(2):
        posters = Posters(engine, SOURCE, source)
        posters.want(["tt0000001", "tt0000001"])
        posters.want(["tt0000001"])
        posters.drain()
    assert len(asked) == 1


def test_a_poster_of_the_catalog_is_not_replaced(engine, source):
    with engine.begin() as connection:
        connection.execute(update(Movie).values(poster_url="https://own.example/p.jpg"))
    posters = Posters(engine, SOURCE, source)
    posters.want(["tt0000001"])
    posters.drain()
    assert poster(engine) == "https://own.example/p.jpg"


def test_nothing_is_asked_without_a_source(source, asked):
    posters = Posters(create_engine("sqlite://"), "", source)
    posters.want(["tt0000001"])
    posters.drain()
    assert asked == []


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"Poster": "N/A"}', b'{"Poster": "javascript:x"}', b'{"url": 5}']
)
def test_answers_without_a_web_address_have_no_poster(body):
    assert poster_in(body) is None


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/p.jpg",
        "http://[::1]/p.jpg",
        "http://192.168.1.1/reboot",
        "http://169.254.169.254/latest",
        "http://localhost/p.jpg",
        "http://router/p.jpg",
        "http://2130706433/p.jpg",
        "http://127.1/p.jpg",
        "http://[::ffff:10.0.0.1]/p.jpg",
        "https://posters.example/a b.jpg",
        "https://posters.example/\n.jpg",
        "https://[/p.jpg",
        "https:///p.jpg",
        "https://posters.example/" + "p" * 2000,
    ],
)
def test_no_poster_sends_a_viewers_browser_into_a_private_network(address):
    assert poster_in(json.dumps({"Poster": address}).encode()) is None


def test_a_poster_may_be_at_a_public_number():
    assert poster_in(b'{"Poster": "https://93.184.216.34/p.jpg"}') == "https://93.184.216.34/p.jpg"


def test_a_film_that_the_source_does_not_know_is_not_asked_for_again(engine, asked):
    def unknown(url):
        asked.append(url)
        raise HTTPError(url, 404, "Not Found", Message(), None)

    for _ in range(2):
        posters = Posters(engine, SOURCE, unknown)
        posters.want(["tt0000001"])
        posters.drain()
    assert len(asked) == 1
    assert poster(engine) is None
