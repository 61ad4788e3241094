import time

import pytest

from mien.errors import Overloaded, StorageFull
from mien.telemetry import failures
from mien.telemetry.trail import Trail


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    monkeypatch.setattr(failures, "QUIET_SECONDS", 0.1)
    monkeypatch.setattr(failures, "_REFUSALS", failures._Refusals())


def refused(route, problem, number=0):
    trail = Trail(f"r{number}", "POST", route)
    trail.note(problem)
    return trail


def await_quiet():
    """Until nothing is held back any more."""
    deadline = time.monotonic() + 10
    while failures._REFUSALS._held and time.monotonic() < deadline:
        time.sleep(0.01)


def test_a_flood_of_refusals_is_counted(written):
    for number in range(2000):
        failures.tell(refused("/predict", Overloaded("no room", 1), number), 0.001)
    failures.tell(refused("/analyze", Overloaded("no room", 1)), 0.001)
    await_quiet()
    first, other, rest = written()
    assert (first["request_id"], "count" in first) == ("r0", False)
    assert other["route"] == "/analyze"
    assert (rest["route"], rest["status"], rest["code"]) == ("/predict", 429, "overloaded")
    assert (rest["count"], rest["request_id"], rest["level"]) == (1999, "r1999", "warning")


def test_a_refusal_after_a_pause_is_told_at_once_again(written):
    failures.tell(refused("/predict", StorageFull("full")), 0.5)
    await_quiet()
    failures.tell(refused("/predict", StorageFull("full")), 0.5)
    assert [(line["status"], line["seconds"], line["level"]) for line in written()] == [
        (507, 0.5, "error"),
        (507, 0.5, "error"),
    ]


def test_what_was_refused_before_it_was_a_request_counts_as_well(written):
    failures.refused("POST", "/predict", Overloaded("no room", 1), 70)
    failures.refused("POST", "/predict", Overloaded("no room", 1), 30)
    await_quiet()
    assert [line["count"] for line in written()] == [70, 30]
