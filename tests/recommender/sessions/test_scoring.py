"""The score: its range, its direction, and what counts how much."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from mien.taxonomy import LABELS
from recommender_api.sessions.report.curves import MOST_MOMENTS, curves
from recommender_api.sessions.scoring import (
    LONGEST_SECONDS,
    NOTHING,
    Part,
    Spoken,
    certainty,
    combined,
    durations,
    of_lines,
    of_readings,
)
from recommender_api.sessions.track import Track

SIDE, SHARE = some.floats(-1, 1), some.floats(0, 1)
WEIGHTS = some.lists(some.floats(0, 1), min_size=7, max_size=7).filter(lambda w: sum(w) > 0)
MOMENT = some.tuples(some.floats(0, 43_200), WEIGHTS, some.booleans())
LINE = some.builds(Spoken, SIDE, SIDE, SHARE)


def one_hot(label):
    return np.array([float(each == label) for each in LABELS])


def looked(*labels, step=0.1, uncertain=False):
    seconds = np.arange(len(labels)) * step
    return of_readings(seconds, np.stack([*map(one_hot, labels)]), np.full(len(labels), uncertain))


def track_of(seconds, probabilities):
    return Track(
        seconds, probabilities, np.zeros((len(seconds), 2)), np.zeros(len(seconds), np.bool_)
    )


@given(some.lists(MOMENT, max_size=30), some.lists(LINE, max_size=10))
def test_nothing_leaves_the_range(moments, lines):
    seconds = np.array([moment[0] for moment in moments])
    shares = np.array([moment[1] for moment in moments]).reshape(-1, 7)
    shares = shares / shares.sum(axis=1, keepdims=True)
    parts = of_readings(seconds, shares, np.array([m[2] for m in moments], bool)), of_lines(lines)
    for part in parts:
        assert -1 <= part.value <= 1
        assert 0 <= part.weight <= 1
    score = combined(*parts)
    assert score is None or -100 <= score <= 100


@pytest.mark.parametrize(
    ("label", "sign"), [("happy", 1), ("surprise", 1), ("neutral", 0), ("angry", -1), ("sad", -1)]
)
def test_wholly_one_expression_is_the_end_of_its_side(label, sign):
    assert combined(looked(*[label] * 50), NOTHING) == pytest.approx(100.0 * sign)


def test_where_nothing_was_read_or_said_there_is_no_score():
    assert of_readings(np.array([]), np.zeros((0, 7)), np.array([], bool)) == NOTHING
    assert of_lines([Spoken(0.0, 0.0, 0.0)]) == NOTHING
    assert combined(NOTHING, NOTHING) is None


def test_words_and_expressions_that_disagree_meet_in_between():
    pleased, displeased = looked(*["happy"] * 600), of_lines([Spoken(-0.8, -0.8, 0.9)] * 4)
    both, weaker = combined(pleased, displeased), combined(Part(1.0, 0.1), displeased)
    assert both is not None
    assert weaker is not None
    assert -100 < weaker < both < 100


def test_time_counts_not_how_many_readings_came():
    sparse = of_readings(
        np.array([0.0, 1.0, 2.0, *np.arange(3, 4, 0.01)]),
        np.stack([one_hot("happy")] * 3 + [one_hot("sad")] * 100),
        np.zeros(103, bool),
    )
    assert sparse.value == pytest.approx(0.5, abs=0.02)


def test_a_pause_counts_only_so_long():
    spoken_for = durations(np.array([0.0, 1000.0, 1001.0, 1001.0]))
    assert spoken_for == pytest.approx([LONGEST_SECONDS, 1.0, 0.75, 0.75])
    assert durations(np.array([5.0])) == pytest.approx([LONGEST_SECONDS])


def test_more_and_more_certain_evidence_weighs_more():
    assert looked(*["happy"] * 100).weight > looked(*["happy"] * 10).weight
    assert looked("happy", "happy").weight > looked("happy", "happy", uncertain=True).weight
    assert certainty(np.stack([one_hot("sad"), np.full(7, 1 / 7)])) == pytest.approx([1.0, 0.0])


def test_long_sessions_are_thinned_without_moving_their_means():
    seconds = np.sort(np.random.default_rng(1).uniform(0, 3600, 36_000))
    shares = np.random.default_rng(2).dirichlet(np.ones(7), 36_000)
    drawn = curves(track_of(seconds, shares))
    assert len(drawn.seconds) == MOST_MOMENTS
    assert np.all(np.diff(drawn.seconds) > 0)
    assert drawn.probabilities.sum(axis=1) == pytest.approx(1.0)
    assert drawn.probabilities.mean(axis=0) == pytest.approx(shares.mean(axis=0), abs=0.01)
    same_moment = curves(track_of(np.full(1000, 7.0), shares[:1000]))
    assert same_moment.seconds == pytest.approx([7.0])
