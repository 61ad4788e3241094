"""Summaries, charts, the report, the annotated video and all files of a clip, over fake models."""

import csv
import json
import threading
from contextlib import closing

import av
import numpy as np
import pytest

from mien.clips import charts
from mien.clips.ahead import ahead
from mien.clips.analysis import Readers
from mien.clips.drawing import between
from mien.clips.moments import Moments
from mien.clips.result import analyse_to
from mien.clips.summary import summarise, summary_reply
from mien.clips.timeline import Timeline
from mien.errors import UndecodableVideo
from mien.media.video import ClipLimits, VideoFrame
from mien.perception.speech import SpeechReading
from mien.perception.voice_activity import VoiceActivity
from mien.taxonomy import LABELS
from tests.clips import clip, face, face_reading, probabilities, watched

LIMITS = ClipLimits(max_seconds=60, max_pixels=1_000_000)


class GladAfterOneSecond:
    """Reads brightness as time, see tests.clips.clip: neutral below 50, happy from there on."""

    def read(self, frames):
        found = []
        for frame in frames:
            glad = {"happy": 0.9} if frame.mean() >= 49 else {"neutral": 0.9}
            found.append([face_reading(face(20.0, 60.0), **glad)])
        return found


class SilentReader:
    def listen(self, sound):
        silence = VoiceActivity(0.0, 0.0)
        return SpeechReading(probabilities(neutral=0.9), "neutral", 0.0, 0.0, True, silence)


@pytest.fixture(scope="module")
def readers():
    return Readers(GladAfterOneSecond(), SilentReader())


@pytest.fixture(scope="module")
def result(tmp_path_factory, readers):
    folder = tmp_path_factory.mktemp("result")
    source = folder / "two seconds.mp4"
    source.write_bytes(clip(2.0))
    return analyse_to(folder / "out", source, readers, LIMITS), folder / "out"


def test_every_file_of_a_clip_is_written(result):
    found, folder = result
    assert sorted(path.name for path in folder.iterdir()) == sorted(found.files)
    timeline = json.loads((folder / "timeline.json").read_text())
    assert [sample["seconds"] for sample in timeline["samples"]] == pytest.approx(
        [n / 10 for n in range(20)], abs=0.03
    )
    assert timeline["samples"][3]["fused"]["dominant_emotion"] == "neutral"
    assert timeline["samples"][19]["fused"]["dominant_emotion"] == "happy"
    rows = list(csv.DictReader((folder / "timeline.csv").read_text().splitlines()))
    assert len(rows) == 20
    assert float(rows[0]["happy"]) < 0.1
    assert float(rows[19]["happy"]) > 0.7
    assert found.summary["no_face_share"] == 0
    assert 0.25 < found.summary["shares"]["happy"] <= 0.5


def test_the_report_needs_no_network_and_shows_the_moments(result):
    page = (result[1] / "report.html").read_text()
    assert "two seconds.mp4" in page
    assert "http" not in page
    assert page.count("data:image/jpeg") >= 2
    assert "nan" not in page.lower()


def test_the_annotated_video_keeps_frames_and_sound(result):
    with av.open(str(result[1] / "annotated.mp4")) as video:
        assert video.streams.video[0].codec_context.name == "h264"
        frames = [frame.to_ndarray(format="bgr24") for frame in video.decode(video=0)]
    assert len(frames) == 50
    drawn = [np.ptp(frame[25:75, 18:23].astype(int)) for frame in frames]
    assert min(drawn) > 30, "a box on every frame"
    with av.open(str(result[1] / "annotated.mp4")) as video:
        heard = sum(frame.samples for frame in video.decode(audio=0))
    assert heard == pytest.approx(2 * 48_000, rel=0.05)


def test_a_clip_that_cannot_be_read_leaves_no_video_behind(tmp_path, readers):
    source = tmp_path / "text.mp4"
    source.write_text("not a clip")
    with pytest.raises(UndecodableVideo):
        analyse_to(tmp_path / "out", source, readers, LIMITS)
    assert list((tmp_path / "out").iterdir()) == []


def timeline(*moments):
    return Timeline(10.0, watched(*moments), len(moments) / 10)


def test_the_summary_follows_its_definitions():
    glad, sad = {"happy": 1.0}, {"sad": 1.0}
    seen = summarise(timeline(*[glad] * 6, *[None] * 20, *[sad] * 2, *[None] * 2))
    assert seen.no_face_share == pytest.approx(22 / 30)
    assert (seen.positive, seen.negative, seen.neutral) == (75.0, 25.0, 0.0)
    assert seen.experience_index == 50.0
    assert seen.score == pytest.approx(50.0)
    assert seen.dominant == "happy"
    assert seen.peak[0] == pytest.approx(0.81, abs=0.01), "the third farthest out is all happy"


@pytest.mark.parametrize("k", [0.2, 0.5, 1.0])
def test_emonps_takes_neutral_off_by_k(k):
    seen = summarise(timeline(*[{"happy": 1.0}] * 5, *[None] * 20, *[{"neutral": 1.0}] * 5))
    assert seen.emonps(k) == pytest.approx(50 - 50 * k)


@pytest.mark.parametrize("label", LABELS)
def test_the_score_stays_in_its_range(label):
    assert -100 <= summarise(timeline(*[{label: 1.0}] * 5)).score <= 100


def test_a_clip_without_a_face_says_so():
    reply = summary_reply(summarise(timeline(*[None] * 10)))
    assert (reply["dominant_emotion"], reply["no_face_share"], reply["emoji"]) == ("none", 1.0, "")
    assert set(reply["shares"].values()) == {0.0}
    assert reply["baseline"] is None


def test_moments_are_apart_and_the_strongest():
    moments = Moments()

    picture = av.VideoFrame.from_ndarray(np.zeros((20, 20, 3), np.uint8), format="bgr24")
    shown = [{"happy": 0.5}] * 30 + [{"happy": 0.9}] * 3 + [{"happy": 0.5}] * 60
    for sample in watched(*shown):
        moments.sampled(VideoFrame(sample.seconds, picture), sample)
    times = [moment.seconds for moment in moments.strongest]
    assert len(times) == 3
    assert min(abs(a - b) for a in times for b in times if a != b) >= 2.0
    assert 3.0 <= times[0] <= 3.5


def test_boxes_move_evenly_between_samples_and_go_half_way():
    before = watched({"happy": 0.9})[0]
    [after, gone] = watched({"happy": 0.9}, None)
    assert between(before, after, 0.0)[1][0] == before.faces[0].face.box
    assert 1 in between(after, gone, 0.04)
    assert 1 not in between(after, gone, 0.06)


def test_charts_break_at_gaps_and_thin_out():
    points = [(0.0, 0.0), (0.1, 1.0), (5.0, 0.5)]
    assert charts.time_path(points, 10.0, 0.0, 1.0, 1.0).count("M") == 2
    assert len(charts.thinned([(float(n), 0.0) for n in range(36_000)])) <= charts.MOST_POINTS
    assert [charts.clock(s) for s in (0, 12.5, 75, 3725)] == ["0:00", "0:12.5", "1:15", "1:02:05"]
    assert len(charts.ticks(3600)) <= charts.MOST_TICKS + 1


def test_working_ahead_keeps_order_raises_and_stops():
    def failing():
        yield 1
        yield 2
        raise ValueError("broken")

    before = threading.active_count()
    with closing(ahead(failing(), 1)) as items:
        assert [next(items), next(items)] == [1, 2]
        with pytest.raises(ValueError, match="broken"):
            next(items)
    with closing(ahead(iter(range(10**9)), 2)) as items:
        assert next(items) == 0
    assert threading.active_count() == before
