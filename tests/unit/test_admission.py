"""Bursts fit, standing queues do not: by a clock that the test turns."""

from contextlib import AbstractContextManager

import pytest

from mien.errors import Overloaded
from services.admission import CALM_SECONDS, Admission

PACE = 0.01
MOST_SECONDS = 0.25


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def admission(clock):
    return Admission(128, MOST_SECONDS, lambda: PACE, clock)


def fill(admission, most=1000):
    """Take places until one is refused; how many were taken, and the refusal."""
    held: list[AbstractContextManager[None]] = []
    while len(held) < most:
        place = admission.place()
        try:
            place.__enter__()
        except Overloaded as full:
            return held, full
        held.append(place)
    return held, None


def leave(held):
    for place in held:
        place.__exit__(None, None, None)


def test_a_burst_fills_every_place_and_the_refusal_names_the_wait(admission):
    held, full = fill(admission)
    assert len(held) == 128
    assert full.retry_after == 2  # 128 pictures of 10 ms
    leave(held)
    assert admission.taken == 0


def test_a_queue_that_stands_without_a_refusal_is_left_alone(admission, clock):
    fill(admission, most=64)
    for _ in range(100):
        clock.now += 0.1
        admission.check()


def test_after_a_refusal_only_a_short_wait_is_taken(admission, clock):
    held, _ = fill(admission)
    leave(held)
    clock.now += CALM_SECONDS / 2
    held, _ = fill(admission)
    assert len(held) == MOST_SECONDS / PACE + 1


def test_demand_that_goes_on_stays_bounded_and_its_end_lifts_the_bound(admission, clock):
    leave(fill(admission)[0])
    for _ in range(20):
        clock.now += CALM_SECONDS * 0.9
        held, _ = fill(admission)
        assert len(held) <= MOST_SECONDS / PACE + 1
        leave(held)
    clock.now += CALM_SECONDS
    assert len(fill(admission)[0]) == 128


def test_a_pace_that_is_not_known_yet_refuses_only_what_has_no_place(clock):
    admission = Admission(4, MOST_SECONDS, lambda: 0.0, clock)
    held, full = fill(admission)
    assert len(held) == 4
    assert full.retry_after == 1
