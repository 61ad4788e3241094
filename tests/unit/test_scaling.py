"""The capacity model: queues, a fleet's day, what is full first."""

import pytest

from benchmarks.scaling.assumptions import Assumptions
from benchmarks.scaling.costs import Costs, noise, split
from benchmarks.scaling.fleet import LEAST, TARGET, day
from benchmarks.scaling.limits import limits
from benchmarks.scaling.plan import batches_per_second, places, plan
from benchmarks.scaling.queue import closed_loops, live

COSTS = Costs(
    batch_ms=4.0,
    picture_ms=8.0,
    noise=0.05,
    streamed_ms=9.0,
    readings_ms=4.0,
    gateway_bytes=4e8,
    picture_bytes=50_000,
    answer_bytes=1500,
    reading_bytes=300,
    insert_ms=1.0,
    large_insert_ms=5.5,
)


def test_a_batch_and_a_picture_are_told_apart_by_one_alone_and_one_among_many():
    assert split(12.0, 8.5) == pytest.approx((4.0, 8.0))
    assert noise({"p50_ms": 10.0, "p99_ms": 10.0}) == 0.0


def test_one_connection_waits_for_its_own_picture_and_many_for_full_batches():
    alone, many = closed_loops(COSTS, 1, 2), closed_loops(COSTS, 64, 2)
    assert alone.p50_ms == pytest.approx(12.0, rel=0.02)
    assert many.per_second == pytest.approx(2 * 1000 / 8.5, rel=0.02)
    assert many.p50_ms == pytest.approx(64 / many.per_second * 1000, rel=0.1)


def test_a_worker_with_too_many_streams_drops_pictures_and_stays_in_time():
    few, many = live(COSTS, 4, 10.0), live(COSTS, 40, 10.0)
    assert few.dropped < 0.01 < 0.5 < many.dropped
    assert many.per_second == pytest.approx(1000 / 9.5, rel=0.05)
    assert many.p99_ms < 1000  # not more than all the others before it


def test_a_gateway_has_more_places_for_slower_cameras_and_gathered_readings():
    assert places(COSTS, 10.0) < places(COSTS, 3.0) < places(COSTS, 3.0, gathered=5.0)


def test_a_fleet_follows_the_day_and_never_goes_below_its_least():
    small, large = day(1.0, 10.0), day(10_000.0, 10.0)
    assert small.mean == pytest.approx(LEAST, abs=0.01)
    assert 10_000 / 10 < large.most <= 10_000 / 10 / TARGET + 50
    assert large.mean < 0.8 * large.most
    assert large.turned_away < large.worst_minute < 0.5


def test_batches_of_more_readings_are_fewer_but_not_so_many_fewer():
    small, large = (batches_per_second(COSTS, Assumptions(), n) for n in (10, 100))
    assert (small, large) == pytest.approx((8 * 1000, 8 * 1000 / 5.5))


def test_a_plan_grows_with_its_viewers_and_what_is_full_first_comes_first():
    few, many = (plan(COSTS, Assumptions(), viewers, 5.0) for viewers in (100, 10_000))
    assert many.rows_per_second == 50_000
    assert sum(many.cost.values()) > 10 * sum(few.cost.values())
    full = limits(COSTS, Assumptions(), 6, 10.0)
    assert full[0].viewers < 50
    assert [each.viewers for each in full] == sorted(each.viewers for each in full)
