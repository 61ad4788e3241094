from datetime import UTC, datetime, timedelta

import pytest

from mien.turns import GRACE, LONG, turn

NOW = datetime(2026, 11, 21, tzinfo=UTC)
HOUR = timedelta(hours=1)
YEARS = timedelta(days=3653)


@pytest.mark.parametrize(
    ("since", "taken"),
    [
        (HOUR, True),
        (LONG - HOUR, True),
        (HOUR / 2, False),
        (-GRACE / 2, False),
        (LONG + HOUR, False),
        (YEARS, False),
        (-YEARS, True),
        (NOW - datetime(1970, 1, 1, tzinfo=UTC), True),
    ],
)
def test_a_turn_is_taken_unless_it_is_early_or_the_clock_may_be_wrong(since, taken):
    found = turn(NOW - since, NOW, HOUR)
    assert found.taken == taken
    assert found.last == NOW or not taken


def test_a_clock_that_stays_ahead_is_believed_after_a_grace():
    ahead = NOW + YEARS
    doubted = turn(NOW, ahead, HOUR)
    assert doubted.doubted
    assert not turn(doubted.last, ahead + GRACE - HOUR / 2, HOUR).taken
    assert turn(doubted.last, ahead + GRACE, HOUR).taken


def test_a_clock_that_is_set_back_does_not_end_all_turns():
    ahead = turn(NOW, NOW + YEARS, HOUR)
    back = turn(ahead.last, NOW, HOUR)
    assert back.taken
    assert turn(back.last, NOW + HOUR, HOUR).taken
