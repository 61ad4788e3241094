from dataclasses import replace

import pytest

from recommender_api.catalog.check_starter.facts import CHECKS
from recommender_api.catalog.records import MovieRecord

FILM = MovieRecord(
    id="tt0000042",
    title="The Example & Co",
    year=1999,
    genres=("Drama",),
    directors=("Ann Lee",),
    actors=("Bo Diaz", "Cy Orr", "Di Fox"),
    minutes=100,
    score=7.5,
    votes=20,
    imdb_id="tt0000042",
)
SAID = {
    "TMDB": replace(FILM, id="tmdb-42", title="the example and co", minutes=102),
    "MovieLens": replace(FILM, year=2000, minutes=None, score=9.0, actors=(), directors=()),
    "Wikipedia": replace(FILM, description="A film directed by Ann Lee with Bo Diaz.", votes=0),
}


def test_a_film_that_the_data_sets_confirm_passes_every_check():
    assert {fact: check(FILM, SAID) for fact, check in CHECKS.items()} == dict.fromkeys(CHECKS, "")


@pytest.mark.parametrize(
    ("fact", "wrong"),
    [
        ("title", {"title": "The Example"}),
        ("year", {"year": 1997}),
        ("minutes", {"minutes": 110}),
        ("IMDb id", {"imdb_id": "tt0000043"}),
        ("score, votes", {"score": 7.6}),
        ("score, votes", {"votes": 21}),
        ("genres", {"genres": ("Drama", "War")}),
        ("directors", {"directors": ("Ed Poe",)}),
        ("actors", {"actors": ("Ed Poe", "Flo Ray", "Gus Hay")}),
    ],
)
def test_a_fact_that_the_data_sets_contradict_is_found(fact, wrong):
    assert CHECKS[fact](replace(FILM, **wrong), SAID)


def test_what_no_data_set_states_counts_as_unchecked():
    silent = {"MovieLens": replace(SAID["MovieLens"], year=None)}
    assert CHECKS["minutes"](FILM, silent) is None
    assert CHECKS["actors"](FILM, silent) is None
    assert CHECKS["directors"](FILM, silent) is None
