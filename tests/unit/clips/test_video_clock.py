import pytest

from mien.media.clock import StreamClock

STEP = 0.04


def times(*stamps, origin=0.0, jumps=False, lasts=STEP):
    clock = StreamClock(origin, jumps)
    return [round(clock.at(stamp, lasts), 3) for stamp in stamps]


def test_times_are_those_of_the_stream_from_the_clips_start():
    assert times(7.0, 7.04, 7.5, 7.51, origin=7.0) == [0, 0.04, 0.5, 0.51]


def test_a_stream_may_begin_later_and_never_before_the_clip():
    assert times(9.0, 9.04, origin=7.0) == [2.0, 2.04]
    assert times(-0.02, 0.0, 0.02, lasts=0.02) == [0.0, 0.001, 0.02]


def test_frames_without_a_time_follow_at_the_usual_rate():
    assert times(None, None, None) == [0, 0.04, 0.08]
    assert times(1.0, None, 1.1) == [1.0, 1.04, 1.1]


def test_a_time_that_jumps_back_goes_on_where_it_was():
    assert times(50.0, 50.04, 1.0, 1.04, 1.2) == [50, 50.04, 50.08, 50.12, 50.28]


@pytest.mark.parametrize(("jumps", "last"), [(True, 0.12), (False, 5000.04)])
def test_a_jump_ahead_is_a_pause_unless_the_format_begins_anew(jumps, last):
    assert times(0.0, 0.04, 5000.0, 5000.04, jumps=jumps)[-1] == last


def test_a_pause_in_a_broadcast_is_a_pause():
    assert times(0.0, 9.0, jumps=True) == [0.0, 9.0]


def test_frames_that_claim_one_time_stay_apart():
    assert times(1.0, 1.0, 1.0, 1.04) == [1.0, 1.001, 1.002, 1.04]
    assert times(1.0, 1.04, 1.02, 1.08) == [1.0, 1.04, 1.041, 1.08]


def test_short_pieces_of_sound_are_not_pushed_apart():
    stamps = [number / 3000 for number in range(300)]
    assert times(*stamps, lasts=1 / 3000)[-1] == pytest.approx(299 / 3000, abs=1e-3)
