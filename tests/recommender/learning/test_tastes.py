"""Leanings: what evidence of a tag comes to beside what is usual for the viewer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender_api.learning.recommending.tastes import ELSEWHERE, GAIN, NAMED, STEADY, Tastes
from recommender_api.learning.weights import BOUND, Evidence


def liked(overall, lessons=1.0, named=0.0):
    return Evidence(overall, lessons, named)


def test_a_tag_is_liked_by_how_much_more_than_usual_its_items_were():
    cheerful = Tastes({"film": {"war": liked(60.0, 6.0), "drama": liked(168.0, 6.0)}})
    assert cheerful.strongest()["war"] < 0 < cheerful.strongest()["drama"]
    grumbler = Tastes({"film": {"war": liked(-60.0, 6.0), "drama": liked(-12.0, 6.0)}})
    assert grumbler.strongest()["war"] < 0 < grumbler.strongest()["drama"]


def test_many_lessons_tell_more_than_one_and_never_more_than_they_can():
    def leaning(lessons):
        known = {"war": liked(10.0 * lessons, lessons), "drama": liked(0.0, 50.0)}
        return Tastes({"film": known}).strongest()["war"]

    assert leaning(1.0) < leaning(5.0) < leaning(10.0) < 10.0 * STEADY


def test_one_pleasant_session_makes_its_tags_liked():
    tastes = Tastes({"film": {"war": liked(25.0, 3.0), "drama": liked(25.0, 3.0)}})
    assert set(tastes.liked()) == {"war", "drama"}
    assert Tastes({"film": {"war": liked(-25.0, 3.0)}}).liked() == []


def test_what_was_named_counts_more_than_an_item_that_was_liked_as_much():
    tastes = Tastes({"film": {"war": liked(5.0), "drama": liked(0.0, 0.0, named=5.0)}})
    assert tastes.liked()[0] == "drama"
    assert tastes.strongest()["drama"] == pytest.approx(5.0 * NAMED)


def test_other_categories_count_less_and_only_shared_tags():
    tastes = Tastes({"games": {"calm": liked(0.0, 0.0, named=2.0)}})
    own, other = tastes.of("games", "calm"), tastes.of("home", "calm")
    assert own.adds == pytest.approx(GAIN * 2.0 * NAMED)
    assert other.adds == pytest.approx(ELSEWHERE * own.adds)
    assert tastes.of("games", "warm").moved == ()


def test_an_item_with_many_tags_gains_less_of_one_of_them():
    tastes = Tastes({"film": {"war": liked(0.0, 0.0, named=2.0)}})
    assert tastes.of("film", "War").adds == pytest.approx(
        2 * tastes.of("film", "War, A, B, C").adds
    )
    assert tastes.of("film", "").adds == 0.0


FINITE = st.floats(-500, 500)
EVIDENCE = st.builds(Evidence, FINITE, st.floats(0, 50), FINITE)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=2), EVIDENCE, max_size=8))
def test_no_leaning_leaves_the_bound_and_what_tags_add_sums_up(known):
    tastes = Tastes({"film": known})
    taste = tastes.of("film", ", ".join(known))
    assert taste.adds == pytest.approx(sum(each.adds for each in taste.moved))
    assert all(abs(each.leaning) <= BOUND for each in taste.moved)
    assert {each.tag for each in taste.moved} == set(known)
