"""Which share of requests a candidate gets, and that a named session stays where it is."""

import pytest

from mien.settings import Settings
from services.batched_reader import BatchedFaceReader
from services.rollout.choosing import Sharing
from tests.fakes import FakeReader


def sharing(share):
    return Sharing(BatchedFaceReader(FakeReader(), Settings(), "candidate"), share)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
def test_sessions_are_shared_out_as_wished_and_stay(share):
    candidate = sharing(share)
    sessions = [f"session {n}" for n in range(4000)]
    taken = [candidate.takes(session) for session in sessions]
    assert sum(taken) / len(taken) == pytest.approx(share, abs=0.03)
    assert [candidate.takes(session) for session in sessions] == taken


def test_requests_without_a_session_are_shared_by_chance():
    candidate = sharing(0.25)
    taken = [candidate.takes(None) for _ in range(4000)]
    assert sum(taken) / len(taken) == pytest.approx(0.25, abs=0.05)


def test_a_larger_share_keeps_the_sessions_of_a_smaller():
    small, large = sharing(0.1), sharing(0.3)
    sessions = [f"session {n}" for n in range(1000)]
    assert all(large.takes(session) for session in sessions if small.takes(session))
