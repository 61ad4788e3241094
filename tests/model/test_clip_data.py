"""What the shipped models show of the clips in MIEN_DATA/video: 10 samples a second, no video."""

import json
from functools import cache

import pytest

from mien.clips.analysis import Readers
from mien.clips.result import analyse_to
from mien.media.video import ClipLimits
from mien.settings import Settings
from training.data_root import data_root

pytestmark = pytest.mark.realdata

ACTED = {"happy": "acted_happy.mp4", "sad": "acted_sad.mp4", "surprise": "acted_surprised.mp4"}
LAST_FACE, FIRST_BLACK = 2.37, 2.40
"""Seconds, seen frame by frame: the face of face_noface.mov is cut away and does not return."""

ONE_PERSON = (
    *(f"talking_{take}.mp4" for take in ("d3", "d6", "d9", "d10")),
    *(f"grid_{take}.mpg" for take in ("bbaf2n", "id2_vcd_swwp2s", "lbax4n", "lrwp9a", "pwij3p")),
    "grid_sbwe5n.mpg",
    "single_face.mp4",
)


@pytest.fixture(scope="module")
def analysed(tmp_path_factory):
    """Analyses a clip, once a run; the folder of its results."""
    try:
        clips = data_root() / "video"
    except FileNotFoundError as missing:
        pytest.skip(str(missing))
    if not clips.is_dir():
        pytest.skip(f"no {clips}")
    readers, limits = Readers.load(Settings()), ClipLimits.of(Settings())

    @cache
    def analyse(name, run=1):
        folder = tmp_path_factory.mktemp(f"run{run}")
        analyse_to(folder, clips / name, readers, limits, video=False)
        return folder

    return analyse


@pytest.fixture
def summary(analysed):
    return lambda name: json.loads((analysed(name) / "summary.json").read_text())


@pytest.fixture
def samples(analysed):
    return lambda name: json.loads((analysed(name) / "timeline.json").read_text())["samples"]


def test_acted_clips_are_led_by_their_emotion_or_one_is_honestly_uncertain(summary):
    found = {acted: summary(name) for acted, name in ACTED.items()}
    others = {acted: s for acted, s in found.items() if s["dominant_emotion"] != acted}
    assert len(others) <= 1, {acted: s["shares"] for acted, s in others.items()}
    assert all(
        s["uncertain_share"] > 0.5 and s["shares"][acted] > 0.3 for acted, s in others.items()
    )


def test_the_clip_without_a_face_says_so(summary, samples):
    found = summary("no_face.mp4")
    assert (found["no_face_share"], found["dominant_emotion"], found["emoji"]) == (1.0, "none", "")
    assert all(sample["viewer"] is None for sample in samples("no_face.mp4"))


def test_the_face_that_leaves_shows_its_gap_when_it_does(samples):
    found = samples("face_noface.mov")
    seen = [sample["seconds"] for sample in found if sample["viewer"] is not None]
    gone = [sample["seconds"] for sample in found if sample["viewer"] is None]
    assert seen[-1] == pytest.approx(LAST_FACE, abs=0.3)
    assert gone[0] == pytest.approx(FIRST_BLACK, abs=0.3)
    assert seen[-1] < gone[0], "neither lost before nor found again"
    assert gone[-1] == pytest.approx(6.35, abs=0.1)


@pytest.mark.parametrize("name", ONE_PERSON)
def test_one_person_who_talks_is_one_face_all_the_time(samples, name):
    found = samples(name)
    alone = [s for s in found if len(s["faces"]) == 1 and s["viewer"] == 1]
    assert len(alone) >= 0.97 * len(found)


def test_a_clip_that_was_cut_short_says_how_much_was_read(summary):
    assert summary("acted_sad.mp4")["cut_short"] == (
        "it ends after 4.4 of the 6.3 seconds that it states"
    )


@pytest.mark.parametrize("name", ["acted_happy.mp4", "face_noface.mov", "grid_bbaf2n.mpg"])
def test_two_runs_give_the_same_timeline_to_the_byte(analysed, name):
    for file in ("timeline.json", "timeline.csv", "summary.json"):
        once, again = (analysed(name, run) / file for run in (1, 2))
        assert once.read_bytes() == again.read_bytes()
