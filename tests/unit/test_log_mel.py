import numpy as np
import pytest

from mien.perception.log_mel import BANDS, FRAME, HOP, log_mel
from tests.sounds import RATE, tone


def test_a_frame_a_hundredth_of_a_second():
    assert log_mel(tone(seconds=1)).shape == (1 + (RATE - FRAME) // HOP, BANDS)


def test_a_sound_shorter_than_a_frame_is_one_frame():
    assert log_mel(np.ones(3, "f4")).shape == (1, BANDS)
    assert np.isfinite(log_mel(np.zeros(0, "f4"))).all()


def test_higher_tones_fill_higher_bands():
    loudest = [log_mel(tone(hertz)).mean(axis=0).argmax() for hertz in (100, 300, 1000, 3000, 7000)]
    assert loudest == sorted(loudest)
    assert len(set(loudest)) == 5


def test_ten_times_the_level_is_a_hundred_times_the_power():
    noise = np.random.default_rng(0).standard_normal(RATE, np.float32)
    quiet = noise / np.float32(10)
    assert np.allclose(log_mel(noise), log_mel(quiet) + np.log(100), atol=0.01)


def test_a_warp_moves_a_tone_to_another_band():
    bands = [log_mel(tone(2000), warp=warp).mean(axis=0).argmax() for warp in (0.85, 1.0, 1.15)]
    assert bands[0] > bands[1] > bands[2]


def test_a_longer_hop_is_a_faster_voice():
    assert len(log_mel(tone(), hop=2 * HOP)) == pytest.approx(len(log_mel(tone())) / 2, abs=1)
