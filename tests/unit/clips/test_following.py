"""Tracks, smoothing, the viewer and the baseline."""

import pytest

from mien.clips.baseline import baseline
from mien.clips.smoothing import Smoother
from mien.clips.tracking import Tracker
from mien.clips.watching import Watcher
from mien.taxonomy import LABELS
from tests.clips import face, face_reading, probabilities, watched

HAPPY = LABELS.index("happy")


def test_faces_keep_their_numbers_while_they_move_and_swap_places_in_the_list():
    tracker = Tracker()
    assert tracker.follow([face(0), face(200)], 0.0) == [1, 2]
    assert tracker.follow([face(206), face(8)], 0.1) == [2, 1]
    assert tracker.follow([face(16), face(212), face(400)], 0.2) == [1, 2, 3]


def test_a_face_that_is_gone_for_a_moment_is_the_same_and_later_another():
    tracker = Tracker()
    tracker.follow([face()], 0.0)
    tracker.follow([], 0.5)
    assert tracker.follow([face()], 0.9) == [1]
    assert tracker.follow([face()], 2.5) == [2]


def test_a_face_that_jumps_a_little_is_followed_but_not_to_another_size():
    tracker = Tracker()
    tracker.follow([face(0, 50)], 0.0)
    assert tracker.follow([face(30, 50)], 0.1) == [1]
    assert tracker.follow([face(30, 150)], 0.2) == [2]


def test_smoothing_halves_what_is_old_and_does_not_depend_on_the_rate():
    calm, glad = probabilities(neutral=1.0), probabilities(happy=1.0)

    def after(rate):
        smoother = Smoother()
        for index in range(rate * 4):
            smoother.add(calm, index / rate, 1.0)
        for index in range(rate * 4, rate * 4 + rate // 2):
            state = smoother.add(glad, index / rate, 1.0)
        return state[HAPPY]

    assert after(10) == pytest.approx(0.75, abs=0.05)
    assert after(40) == pytest.approx(after(10), abs=0.05)


def test_an_unreadable_face_moves_the_state_less_and_a_gap_forgets():
    calm, glad = probabilities(neutral=1.0), probabilities(happy=1.0)
    smoother = Smoother()
    for index in range(20):
        smoother.add(calm, index / 10, 1.0)
    assert smoother.add(glad, 2.0, 0.05)[HAPPY] < 0.03
    assert smoother.add(glad, 6.0, 0.5)[HAPPY] == 1.0


def test_the_viewer_is_the_largest_face_and_changes_only_for_good_reason():
    watcher = Watcher()
    small, large, larger = (face(x, side) for x, side in ((0, 60), (200, 80), (0, 90)))

    def viewer(*faces, at):
        return watcher.see([face_reading(found, happy=0.9) for found in faces], at).viewer

    assert viewer(small, large, at=0.0) == 2
    assert viewer(larger, large, at=0.1) == 2, "not twice as large"
    assert viewer(larger, at=0.2) is None, "may come back"
    assert viewer(larger, at=1.15) == 1


def test_a_chosen_viewer_is_kept():
    watcher = Watcher(viewer=2)
    sample = watcher.see([face_reading(face(0, 200)), face_reading(face(300, 40))], 0.0)
    assert sample.viewer == 2
    assert sample.viewer_face is not None
    assert sample.viewer_face.face.box[0] == 300


def test_the_baseline_is_the_mean_of_confident_neutral_samples():
    leaning = {"neutral": 0.7, "sad": 0.3}
    rest = baseline(watched(*[leaning] * 20), 10.0)
    assert rest is not None
    assert rest.seconds == 2.0
    assert rest.valence == pytest.approx(0.3 * -0.63)
    assert rest.normalise(rest.valence, rest.arousal) == (0.0, 0.0)
    assert rest.normalise(1.0, 0.0)[0] == 1.0
    assert baseline(watched(*[leaning] * 5), 10.0) is None
    assert baseline(watched(*[{"happy": 0.9}] * 30), 10.0) is None
