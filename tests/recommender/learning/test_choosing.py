"""What is recommended next: liked tags rise, disliked ones fall, nothing that was seen returns."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from recommender_api.catalog.loading import load
from recommender_api.clock import now
from recommender_api.database import connect
from recommender_api.errors import EmptyCatalog
from recommender_api.learning.changes import explained, set_undone
from recommender_api.learning.recommending.choosing import Next, next_items
from recommender_api.learning.seen import forget_seen, mark_seen
from recommender_api.learning.tables import WeightChange
from recommender_api.recommend.recommending import Wish, recommend
from tests.recommender.films import FILMS_A_GENRE, MAPPING, film, films, products
from tests.recommender.learning.viewers import session, viewer

SAD = Next("movies", FILMS_A_GENRE, "improve", {"sad": 1.0}, explore=0.0)
ALL = replace(SAD, count=100)


@pytest.fixture
def connection(engine):
    load(engine, "all", "1", [*films(), *products()])
    with engine.begin() as connection:
        yield connection


@pytest.fixture
def mine(connection):
    return viewer(connection)


def teach(connection, viewer_id, category="film", **amounts):
    """Changes of weights, one a tag."""
    watched = session(connection, viewer_id)
    made = {"viewer_id": viewer_id, "session_id": watched.id, "made": now() - timedelta(hours=1)}
    for tag, amount in amounts.items():
        row = {"tag": tag, "amount": amount, "category": category, "reason": "like", "because": ""}
        connection.execute(insert(WeightChange).values(row | made))


def picks(connection, viewer_id, asked):
    return next_items(connection, MAPPING, viewer_id, asked)[1]


def ids(found, key="movie_id"):
    return [pick.item[key] for pick in found]


def vanilla(connection, asked):
    wish = Wish(asked.catalog, asked.mode, asked.shares, asked.count)
    return recommend(connection, MAPPING, wish)


@pytest.mark.parametrize("catalog", ["movies", "products"])
@pytest.mark.parametrize("mode", ["improve", "keepup"])
def test_a_new_viewer_gets_the_vanilla_ranking(connection, mine, catalog, mode):
    asked = Next(catalog, 40, mode, {"sad": 0.5, "fear": 0.3, "happy": 0.2}, explore=1.0)
    learned, found = next_items(connection, MAPPING, mine, asked)
    assert not learned
    assert [(pick.item, pick.group) for pick in found] == [
        (choice.item, choice.group) for choice in vanilla(connection, asked)
    ]


def test_weights_of_nothing_leave_the_vanilla_order(connection, mine):
    teach(connection, mine, somersaults=15.0)
    learned, found = next_items(connection, MAPPING, mine, SAD)
    assert learned
    assert ids(found) == [choice.item["movie_id"] for choice in vanilla(connection, SAD)]


def test_items_with_a_liked_tag_rise_and_with_a_disliked_one_fall(connection, mine):
    before = ids(picks(connection, mine, SAD))
    genres = {pick.item["movie_id"]: pick.item["genres"] for pick in picks(connection, mine, SAD)}
    teach(connection, mine, western=12.0, romance=-12.0)
    after = ids(picks(connection, mine, replace(SAD, count=100)))
    for name, rises in (("Western", True), ("Romance", False)):
        moves = [
            before.index(each) - [one for one in after if one in before].index(each)
            for each in before
            if name in genres[each]
        ]
        assert all(move >= 0 for move in moves) if rises else all(move <= 0 for move in moves)
        assert any(moves)


def test_a_liked_genre_brings_items_that_the_emotion_never_would(connection, mine):
    assert {pick.group for pick in picks(connection, mine, SAD)} == {"Comedy"}
    teach(connection, mine, mystery=60.0)
    found = picks(connection, mine, replace(SAD, count=5))
    assert {pick.group for pick in found} == {"Mystery"}
    assert all(pick.place is None for pick in found)


def test_names_that_are_no_tags_do_not_keep_the_liked_tags_out(connection, mine):
    teach(connection, mine, mystery=6.0, **{f"word {number}": 9.0 for number in range(20)})
    found = picks(connection, mine, replace(SAD, count=5))
    assert {pick.group for pick in found} == {"Mystery"}


def test_undoing_everything_brings_the_vanilla_ranking_back(connection, mine):
    before = ids(picks(connection, mine, SAD))
    teach(connection, mine, mystery=30.0, comedy=-15.0)
    assert ids(picks(connection, mine, SAD)) != before
    for each in explained(connection, mine):
        for one in each.changes:
            set_undone(connection, mine, str(one.row.id), True)
    learned, found = next_items(connection, MAPPING, mine, SAD)
    assert not learned
    assert ids(found) == before


def test_what_a_tag_adds_sums_to_the_score(connection, mine):
    teach(connection, mine, mystery=30.0, western=4.0, romance=-7.0)
    for pick in picks(connection, mine, ALL):
        added = sum(moved.adds for moved in pick.scored.taste.moved)
        rated = pick.item["weighted"] + pick.scored.emotion
        assert pick.scored.score == pytest.approx(rated + added)
    scores = [pick.scored.score for pick in picks(connection, mine, ALL)]
    assert scores == sorted(scores, reverse=True)


def test_products_follow_the_weights_of_their_own_category_more(connection, mine):
    asked = Next("products", 10, "improve", {"sad": 1.0}, explore=0.0)
    teach(connection, mine, category="games", spooky=4.0)
    found = [pick for pick in picks(connection, mine, asked) if "spooky" in pick.item["tags"]]
    weights = {pick.item["category"]: pick.scored.taste.moved[0].leaning for pick in found}
    assert weights["games"] == pytest.approx(40.0, rel=1e-3)
    assert all(
        each == pytest.approx(20.0, rel=1e-3) for name, each in weights.items() if name != "games"
    )


def test_nothing_that_was_watched_or_noted_as_seen_returns(connection, mine):
    first, second, *_ = ids(picks(connection, mine, SAD))
    session(connection, mine, item_id=first)
    mark_seen(connection, mine, "movies", [second])
    for tags in ({}, {"comedy": 60.0}):
        teach(connection, mine, **tags)
        assert not {first, second} & set(ids(picks(connection, mine, ALL)))
        explored = picks(connection, mine, replace(ALL, explore=1.0))
        assert not {first, second} & set(ids(explored))
    assert forget_seen(connection, mine, "movies", second)
    assert second in ids(picks(connection, mine, ALL))
    assert not forget_seen(connection, mine, "movies", second)


def test_whoever_saw_everything_gets_nothing(connection, mine):
    mark_seen(connection, mine, "movies", [each.id for each in films()])
    assert picks(connection, mine, SAD) == []
    teach(connection, mine, war=30.0)
    assert picks(connection, mine, replace(SAD, explore=1.0)) == []


def test_an_empty_catalog_is_an_error_for_whoever_asks(engine):
    with engine.begin() as connection:
        mine = viewer(connection)
        with pytest.raises(EmptyCatalog):
            picks(connection, mine, SAD)
        teach(connection, mine, war=30.0)
        with pytest.raises(EmptyCatalog):
            picks(connection, mine, SAD)


def test_exploring_repeats_with_its_seed_and_differs_without(connection, mine):
    teach(connection, mine, comedy=10.0)
    asked = replace(SAD, explore=0.5, seed=7)
    assert ids(picks(connection, mine, asked)) == ids(picks(connection, mine, asked))
    seeds = {tuple(ids(picks(connection, mine, replace(asked, seed=seed)))) for seed in range(8)}
    assert len(seeds) > 1


def test_explored_items_are_others_of_tags_that_are_not_disliked(connection, mine):
    teach(connection, mine, comedy=10.0, horror=-10.0, romance=-1.0, crime=-1.0, western=-1.0)
    best = set(ids(picks(connection, mine, SAD)))
    for seed in range(5):
        found = picks(connection, mine, replace(SAD, explore=1.0, seed=seed))
        assert len(found) == SAD.count
        assert all(pick.explored and pick.scored is None for pick in found)
        assert not best & set(ids(found))
        assert not {"Horror", "Romance", "Crime", "Western"} & {pick.group for pick in found}


def test_the_share_of_explored_places_is_the_one_asked_for(connection, mine):
    teach(connection, mine, comedy=10.0)
    asked = replace(SAD, count=20, explore=0.25)
    explored = [
        pick.explored
        for seed in range(30)
        for pick in picks(connection, mine, replace(asked, seed=seed))
    ]
    assert sum(explored) / len(explored) == pytest.approx(0.25, abs=0.06)


TAGS = ("comedy", "western", "romance", "crime", "mystery")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('small')}/mien.db")
    load(
        engine, "films", "1", [film(genre, k) for genre in ("Comedy", "Mystery") for k in range(9)]
    )
    yield engine
    engine.dispose()


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.sampled_from(TAGS), st.floats(-60, 60)),
    st.sampled_from(TAGS),
    st.floats(1, 60),
)
def test_more_weight_never_moves_a_tags_items_below_those_without(small, known, tag, more):
    def order(viewer_id):
        return picks(connection, viewer_id, replace(SAD, count=18))

    with small.begin() as connection:
        mine = viewer(connection)
        teach(connection, mine, **known | {"juggling": 1.0})
        before = ids(order(mine))
        teach(connection, mine, **{tag: more})
        found = order(mine)
        after = ids(found)
        has = {pick.item["movie_id"]: tag.title() in pick.item["genres"] for pick in found}
        for one in before:
            for other in before[before.index(one) + 1 :]:
                if one in has and other in has and has[one] and not has[other]:
                    assert after.index(one) < after.index(other)
