"""Where candidates come from: walks along the shelves, liked tags in any case, nothing seen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender_api.catalog.loading import load
from recommender_api.database import connect
from recommender_api.learning.recommending.candidates import named
from recommender_api.recommend.shelves import SHELVES, Filters
from tests.recommender.films import FILMS_A_GENRE, film, films, products

SHELF = SHELVES["movies"]
ANY = Filters()


@pytest.fixture(scope="module")
def comedies(tmp_path_factory):
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('comedies')}/mien.db")
    load(engine, "films", "1", [film("Comedy", place) for place in range(FILMS_A_GENRE)])
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(1, FILMS_A_GENRE)), st.integers(1, 15))
def test_a_walk_without_some_items_is_the_walk_less_these(comedies, left_out, most):
    every = SHELF.ranked(comedies, "Comedy", "weighted", ANY, 100)
    expected = [number for number in every if number not in left_out][:most]
    found = SHELF.ranked_without(comedies, "Comedy", "weighted", ANY, most, left_out)
    assert found == expected


def test_tags_are_found_in_the_catalogs_spelling_and_in_the_order_asked_for(engine):
    load(engine, "all", "1", [*films(), *products()])
    with engine.connect() as connection:
        assert named(connection, SHELF, ["war", "juggling", "reality-tv", "comedy"]) == [
            "War", "Reality-TV", "Comedy",
        ]  # fmt: skip
        assert named(connection, SHELF, []) == []
        assert named(connection, SHELVES["products"], ["calming"]) == ["calming"]
