"""Weights as sums of faded changes: explained, undone and done again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from recommender_api.database import connect
from recommender_api.learning import changes
from recommender_api.learning.changes import explained, session_changes, set_undone
from recommender_api.learning.errors import UnknownChange
from recommender_api.learning.tables import WeightChange
from recommender_api.learning.weights import BOUND, weights
from tests.recommender.learning.viewers import BEGUN, session, viewer, weights_by_category


@pytest.fixture
def connection(engine):
    with engine.begin() as connection:
        yield connection


@pytest.fixture
def watched(connection):
    return session(connection, viewer(connection), "War")


def change(connection, watched, tag, amount, days=0.0, category="film"):
    row = {
        "viewer_id": watched.viewer_id,
        "session_id": watched.id,
        "category": category,
        "tag": tag,
        "amount": amount,
        "reason": "like",
        "because": "liked it",
        "made": BEGUN + timedelta(days=days),
    }
    found = connection.execute(insert(WeightChange).values(row).returning(WeightChange.id))
    return str(found.scalar_one())


def test_a_change_counts_half_after_each_half_life(connection, watched):
    change(connection, watched, "war", 8.0)
    for half_lives, left in ((0, 8.0), (1, 4.0), (3, 1.0)):
        at = BEGUN + timedelta(days=60 * half_lives)
        assert weights(connection, watched.viewer_id, "film", at) == {"war": pytest.approx(left)}


def test_weights_of_an_earlier_time_know_nothing_later(connection, watched):
    change(connection, watched, "war", 8.0)
    change(connection, watched, "war", 5.0, days=10)
    before = weights(connection, watched.viewer_id, "film", BEGUN + timedelta(days=9.99))
    after = weights(connection, watched.viewer_id, "film", BEGUN + timedelta(days=10))
    assert after["war"] - before["war"] == pytest.approx(5.0, abs=0.01)


def test_weights_are_of_one_viewer_and_one_category(connection, watched):
    change(connection, watched, "war", 8.0, category="games")
    other = session(connection, viewer(connection), "War")
    change(connection, other, "war", 3.0)
    assert weights(connection, watched.viewer_id, "film", BEGUN) == {}
    assert weights_by_category(connection, watched.viewer_id, BEGUN) == {"games": {"war": 8.0}}


def test_undoing_restores_the_weight_and_twice_is_once(connection, watched):
    change(connection, watched, "war", 8.0)
    before = weights_by_category(connection, watched.viewer_id, BEGUN)
    later = change(connection, watched, "war", -3.0)
    undone = set_undone(connection, watched.viewer_id, later, True)
    again = set_undone(connection, watched.viewer_id, later, True)
    assert weights_by_category(connection, watched.viewer_id, BEGUN) == before
    assert undone.counts == 0.0
    assert undone.row.undone == again.row.undone is not None
    set_undone(connection, watched.viewer_id, later, False)
    set_undone(connection, watched.viewer_id, later, False)
    assert weights(connection, watched.viewer_id, "film", BEGUN) == {"war": 5.0}


@pytest.mark.parametrize("change_id", ["0", "-1", "x", "", "٣", "9" * 30, "2147483647"])
def test_a_change_that_is_none_cannot_be_undone(connection, watched, change_id):
    with pytest.raises(UnknownChange):
        set_undone(connection, watched.viewer_id, change_id, True)


def test_another_viewers_change_cannot_be_undone(connection, watched):
    mine = change(connection, watched, "war", 8.0)
    with pytest.raises(UnknownChange):
        set_undone(connection, viewer(connection), mine, True)
    assert weights(connection, watched.viewer_id, "film", BEGUN) == {"war": 8.0}


def test_explanations_are_the_heaviest_first_within_a_category(connection, watched):
    for tag, amount in (("war", 3.0), ("drama", 9.0), ("horror", -4.0)):
        change(connection, watched, tag, amount)
    change(connection, watched, "calm", 1.0, category="books")
    found = explained(connection, watched.viewer_id)
    assert [(each.category, each.tag) for each in found] == [
        ("books", "calm"), ("film", "drama"), ("film", "war"), ("film", "horror"),
    ]  # fmt: skip
    assert [each.tag for each in explained(connection, watched.viewer_id, "film", "war")] == ["war"]
    assert explained(connection, watched.viewer_id, "film", "nothing") == []


def test_what_a_session_taught_is_in_its_order(connection, watched):
    for amount in (3.0, -1.0):
        change(connection, watched, "war", amount)
    found = session_changes(connection, watched.id)
    assert [each.row.amount for each in found] == [3.0, -1.0]


def test_an_explanation_adds_up_to_the_weight(tmp_path, monkeypatch):
    engine = connect(f"sqlite:///{tmp_path}/mien.db")
    at = BEGUN + timedelta(days=100)
    monkeypatch.setattr(changes, "now", lambda: at)
    step = st.tuples(
        st.sampled_from(("war", "drama")), st.floats(-15, 15), st.floats(0, 90), st.booleans()
    )

    @given(st.lists(step, max_size=30))
    def adds_up(steps):
        with engine.begin() as connection:
            mine = session(connection, viewer(connection))
            for tag, amount, days, undone in steps:
                made = change(connection, mine, tag, amount, days)
                if undone:
                    set_undone(connection, mine.viewer_id, made, True)
            known = weights(connection, mine.viewer_id, "film", at)
            for each in explained(connection, mine.viewer_id):
                total = sum(one.counts for one in each.changes) + each.cut
                assert each.weight == pytest.approx(total)
                assert each.weight == pytest.approx(known.get(each.tag, 0.0))
                assert abs(each.weight) <= BOUND

    adds_up()
    engine.dispose()


def test_a_weight_beyond_the_bound_says_what_is_cut(connection, watched, monkeypatch):
    monkeypatch.setattr(changes, "now", lambda: BEGUN)
    for _ in range(8):
        change(connection, watched, "war", 15.0)
    (found,) = explained(connection, watched.viewer_id)
    assert (found.weight, found.cut) == (BOUND, -20.0)
