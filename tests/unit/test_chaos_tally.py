import pytest

from benchmarks.chaos.tally import Bar, Tally, together
from benchmarks.load import LOST


@pytest.fixture
def tally():
    made = Tally("one", recovery_seconds=2.0)
    made.add([("picture", 200), ("clip", 507), ("picture", 429), ("chat", 503), ("picture", LOST)])
    return made


def test_every_request_is_counted_once(tally):
    assert (tally.sent, tally.answered, tally.shed, tally.failed) == (5, 1, 2, 2)
    assert not tally.passed


def test_no_more_is_forgiven_than_a_killed_process_held(tally):
    tally.forgive(most=1, lost=3)
    assert (tally.in_flight, tally.failed) == (1, 1)


def test_what_a_fault_deserves_is_an_answer():
    tally = Tally("full")
    tally.add([("clip", 507), ("picture", LOST)], frozenset({507}))
    tally.forgive(most=4, lost=1)
    assert tally.passed


@pytest.mark.parametrize(
    "short",
    [
        {"lost": 1},
        {"recovery_seconds": 5.1},
        {"recovery_seconds": float("inf")},
        {"growth": 0.021},
        {"not_run": "no root"},
        {"bars": [Bar.at_least("kills", 0, 1)]},
        {"bars": [Bar.at_most("seconds", float("nan"), 1)]},
    ],
)
def test_one_bar_that_is_missed_is_enough(short):
    assert not Tally("one", **short).passed


def test_the_worst_of_all_counts():
    whole = together([Tally("a", sent=2, recovery_seconds=1.0), Tally("b", sent=3, growth=0.01)])
    assert (whole.sent, whole.recovery_seconds, whole.growth) == (5, 1.0, 0.01)
