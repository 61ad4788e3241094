"""What the overload and the soak make of what they saw."""

import pytest

from benchmarks.chaos.overload import STEP_SECONDS, capacity, recovered, tallied
from benchmarks.chaos.soak import growth
from benchmarks.chaos.tally import NotRun
from benchmarks.load import LOST, Outcome

MEBIBYTE = 2**20


def steadily(rate, seconds, took=0.1, status=200):
    return [Outcome(number / rate, took, status) for number in range(round(rate * seconds))]


def bar(tally, name):
    return next(each for each in tally.held() if each.name.startswith(name))


def test_capacity_is_the_peak_and_the_p99_of_the_last_rate_served_whole():
    full = steadily(110, STEP_SECONDS, 0.9)[:-200] + steadily(20, STEP_SECONDS, 0.001, 429)
    steps = [(90, steadily(90, STEP_SECONDS, 0.05)), (100, steadily(100, STEP_SECONDS, 0.2))]
    peak, p99 = capacity([*steps, (110, full)])
    assert peak == pytest.approx(98, abs=1)  # those that were answered within the time
    assert p99 == pytest.approx(200)


def test_a_machine_that_serves_no_rate_whole_measures_nothing():
    with pytest.raises(NotRun):
        capacity([(90, steadily(90, STEP_SECONDS, 0.01, 429))])


def test_a_storm_that_is_shed_in_time_passes_and_one_that_is_lost_does_not():
    taken, shed = steadily(100, 30, 0.3), steadily(900, 30, 0.001, 429)
    tally = tallied(taken + shed, 30, peak=100, p99=150)
    assert (tally.answered, tally.shed, tally.failed) == (3000, 27000, 0)
    assert tally.passed
    lost = tallied(taken + shed[1:] + [Outcome(0, 1, LOST)], 30, peak=100, p99=150)
    assert lost.failed == 1
    assert not lost.passed


def test_a_storm_that_slows_or_starves_what_it_accepts_is_told():
    shed = steadily(900, 30, 0.001, 429)
    slow = tallied(steadily(100, 30, 0.5) + shed, 30, peak=100, p99=150)
    assert not bar(slow, "p99").ok
    starved = tallied(steadily(90, 30, 0.3) + shed, 30, peak=100, p99=150)
    assert not bar(starved, "throughput").ok


def test_recovery_ends_with_the_last_slow_second():
    slow = [Outcome(second / 10, 0.2, 200) for second in range(25)]
    quick = [Outcome(3 + second / 10, 0.011, 200) for second in range(30)]
    assert recovered(slow + quick, 10) == 3
    assert recovered(quick, 10) == 0


def test_growth_leaves_out_the_warm_up_and_single_looks():
    held = [(second, (100 if second < 300 else 200) * MEBIBYTE) for second in range(0, 1800, 5)]
    assert growth(held, 1800) == 0
    held[350] = (1750, 900 * MEBIBYTE)
    assert growth(held, 1800) == 0
    leaking = [(second, 200 * MEBIBYTE + second * MEBIBYTE // 100) for second in range(0, 1800, 5)]
    assert growth(leaking, 1800) == pytest.approx(0.066, abs=0.005)
