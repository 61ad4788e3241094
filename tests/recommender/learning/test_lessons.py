"""What lines and scores move, by how much, and what they say about why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from mien.perception.words.likes.opinion import ITEM, Liking, Opinion
from recommender_api.catalog.loading import load
from recommender_api.database import connect
from recommender_api.learning.lessons import learn_from_line, learn_from_score
from recommender_api.learning.tables import SeenItem, WeightChange
from recommender_api.learning.watched import MOST_TAG, tag_name
from recommender_api.learning.weights import BOUND, weights
from tests.recommender.films import films, products
from tests.recommender.learning.viewers import session, viewer, weights_by_category


def likes(lemma, strength=1.0, polarity=Liking.LIKE):
    return Opinion(lemma, lemma, polarity, strength, (0, 0))


@pytest.fixture
def connection(engine):
    load(engine, "all", "1", [*films(), *products()])
    with engine.begin() as connection:
        yield connection


@pytest.fixture
def watched(connection):
    return session(connection, viewer(connection), "Comedy", "Sci-Fi")


def test_an_items_tags_move_by_fifteen_times_the_sentiment(connection, watched):
    assert learn_from_line(connection, watched, 2, -0.6, []) == 2
    assert weights(connection, watched.viewer_id, "film") == pytest.approx(
        {"comedy": -9.0, "sci-fi": -9.0}, rel=1e-4
    )


def test_an_items_tags_move_with_the_score(connection, watched):
    learn_from_score(connection, watched, 40.0)
    assert weights(connection, watched.viewer_id, "film") == pytest.approx(
        {"comedy": 6.0, "sci-fi": 6.0}, rel=1e-4
    )


def test_a_named_tag_moves_by_five_times_the_strength(connection, watched):
    disliked = likes("horror", 0.8, Liking.DISLIKE)
    learn_from_line(connection, watched, 2, None, [likes("drama"), disliked])
    found = weights(connection, watched.viewer_id, "film")
    assert found["drama"] == pytest.approx(5.0, rel=1e-4)
    assert found["horror"] == pytest.approx(-4.0, rel=1e-4)
    assert "comedy" not in found


def test_an_unknown_word_is_learned_under_its_own_name(connection, watched):
    learn_from_line(connection, watched, 2, None, [likes("Car   Chase")])
    assert weights(connection, watched.viewer_id, "film")["car chase"] == pytest.approx(5, rel=1e-4)


def test_a_related_tag_moves_less_the_farther_it_is(connection, watched):
    learn_from_line(connection, watched, 2, None, [likes("cowboy")])
    rows = connection.execute(select(WeightChange)).all()
    moved = {row.tag: (row.reason, row.amount) for row in rows}
    assert moved["cowboy"] == ("like", 5.0)
    assert moved["western"] == ("related", 3.0)
    assert "distance 0.40" in next(row.because for row in rows if row.tag == "western")


@pytest.mark.parametrize("word", ["Documentary", "documentaries", "docu", "sci-fi", "Sci Fi"])
def test_a_word_that_names_a_tag_moves_that_tag_alone_in_full(connection, watched, word):
    learn_from_line(connection, watched, 2, None, [likes(word)])
    named = {
        row.tag: row.amount
        for row in connection.execute(select(WeightChange))
        if row.reason == "like"
    }
    tag = "documentary" if word.lower().startswith("doc") else "sci-fi"
    assert named == {tag: 5.0}


def test_an_opinion_on_the_item_itself_moves_no_tag_of_its_own(connection, watched):
    assert learn_from_line(connection, watched, 2, None, [likes(ITEM)]) == 0


def test_a_video_has_tags_and_a_category_of_its_own(connection):
    advert = session(connection, viewer(connection), "Funny", catalog="videos", category="adverts")
    learn_from_line(connection, advert, 2, 0.5, [likes("funny"), likes("castle")])
    learn_from_score(connection, advert, 10.0)
    found = weights_by_category(connection, advert.viewer_id)
    assert set(found) == {"adverts"}
    assert found["adverts"]["funny"] == pytest.approx(7.5 + 5 + 1.5, rel=1e-4)
    assert found["adverts"]["castle"] == pytest.approx(5, rel=1e-4)
    assert connection.execute(select(SeenItem.item_id)).all() == []


def test_every_change_says_why(connection, watched):
    learn_from_line(connection, watched, 4, 0.5, [likes("drama")])
    learn_from_score(connection, watched, 20.0)
    rows = connection.execute(select(WeightChange).order_by(WeightChange.id)).all()
    said = [(row.reason, row.chat_line) for row in rows if row.reason != "related"]
    assert said == [
        ("sentiment", 4),
        ("sentiment", 4),
        ("like", 4),
        ("score", None),
        ("score", None),
    ]
    assert "A film" in rows[0].because
    assert "drama" in next(row.because for row in rows if row.reason == "like")
    assert {row.session_id for row in rows} == {watched.id}


def test_a_film_that_was_scored_is_seen_once(connection):
    mine = session(connection, viewer(connection), "War", item_id="tt0000001")
    learn_from_score(connection, mine, 10.0)
    learn_from_score(connection, mine, 10.0)
    assert connection.execute(select(SeenItem.catalog, SeenItem.item_id)).all() == [
        ("movies", "tt0000001")
    ]


def test_a_film_without_tags_and_a_flat_line_teach_nothing(connection):
    plain = session(connection, viewer(connection))
    assert learn_from_line(connection, plain, 2, 0.9, []) == 0
    assert learn_from_score(connection, plain, 90.0) == 0
    tagged = session(connection, viewer(connection), "War")
    assert learn_from_line(connection, tagged, 2, 0.0, []) == 0


@given(st.text(max_size=300))
def test_a_tags_name_fits_its_column_and_stays_as_it_is(tag):
    name = tag_name(tag)
    assert len(name) <= MOST_TAG
    assert "\0" not in name
    assert tag_name(name) == name


def test_no_step_leaves_its_range_and_no_weight_its_bound(tmp_path):
    engine = connect(f"sqlite:///{tmp_path}/mien.db")
    finite = st.floats(allow_nan=False)
    opinions = st.builds(likes, st.text(max_size=40), finite, st.sampled_from(Liking))

    @given(st.lists(st.tuples(finite, st.lists(opinions, max_size=3)), max_size=12))
    def learned(lines):
        with engine.begin() as connection:
            mine = session(connection, viewer(connection), "War", "Drama")
            for number, (sentiment, named) in enumerate(lines):
                learn_from_line(connection, mine, number, sentiment, named)
            amounts = connection.execute(select(WeightChange.amount)).scalars()
            assert all(abs(amount) <= 15 for amount in amounts)
            found = weights(connection, mine.viewer_id, "film")
            assert all(abs(weight) <= BOUND for weight in found.values())

    learned()
    engine.dispose()
