"""Clips as phones, browsers, recorders and accidents make them; see tests.clip_cases."""

import numpy as np
import pytest

from mien.errors import MienError, UndecodableVideo
from mien.media.conversion import FrameConverter
from mien.media.video import Clip, ClipLimits, SoundPiece, VideoFrame, check_clip
from tests.clip_cases import MOST_PIXELS, READ
from tests.clip_refusals import REFUSED_AT_ONCE, REFUSED_LATER
from tests.odd_clips import rotated, small
from tests.pictures import encoded, gradient

LIMITS = ClipLimits(7200, MOST_PIXELS)


def read(source):
    with Clip(source, LIMITS) as opened:
        pieces = list(opened.pieces())
    frames = [piece for piece in pieces if isinstance(piece, VideoFrame)]
    return opened, frames, [piece for piece in pieces if isinstance(piece, SoundPiece)]


@pytest.mark.parametrize("case", READ.values(), ids=READ)
def test_all_that_decodes_of_a_clip_is_read(case):
    opened, frames, sounds = read(case.make())
    assert len(frames) == case.pictures
    assert frames[-1].seconds == pytest.approx(case.last, abs=0.03)
    times = [frame.seconds for frame in frames]
    assert times == sorted(set(times)), "times grow"
    assert sum(len(piece.samples) for piece in sounds) / 16_000 == pytest.approx(
        case.sound, abs=0.08
    )
    assert opened.sounds == bool(case.sound)
    assert case.cut_short in opened.cut_short
    assert bool(case.cut_short) == bool(opened.cut_short)


@pytest.mark.parametrize("name", ["no sound", "ten-bit H.264", "4:4:4", "transparent QuickTime"])
def test_depth_and_transparency_leave_the_light_as_it_is(name):
    _, frames, _ = read(READ[name].make())
    convert = FrameConverter("bgr24")
    light = [convert(frame.picture).mean() for frame in frames]
    assert light == pytest.approx([60 + 2 * number for number in range(10)], abs=5)


@pytest.mark.parametrize(
    ("name", "begins"), [("sound two seconds late", 2.0), ("192 kHz", 0.0), ("5.1, Opus", 0.0)]
)
def test_sound_begins_when_it_does(name, begins):
    _, _, sounds = read(READ[name].make())
    assert sounds[0].seconds == pytest.approx(begins, abs=0.03)
    assert np.abs(np.concatenate([piece.samples for piece in sounds])).max() > 0.2


@pytest.mark.parametrize(("degrees", "corner"), [(90, (0, -1)), (180, (-1, -1)), (270, (-1, 0))])
def test_a_phone_in_any_hand_is_turned_upright(degrees, corner):
    """A light in the top left corner of what the sensor saw is in `corner` of what is shown."""
    lit = np.zeros((48, 64, 1), np.uint8)
    lit[:12, :12] = 255
    _, frames, _ = read(rotated(degrees, light=lambda number: lit))
    shown = FrameConverter("bgr24")(frames[0].picture)
    assert shown.shape == ((48, 64, 3) if degrees == 180 else (64, 48, 3))
    assert shown[corner].mean() > 200
    assert shown.mean() < 60


@pytest.mark.parametrize("case", REFUSED_AT_ONCE.values(), ids=REFUSED_AT_ONCE)
def test_what_can_be_told_before_decoding_is(case):
    with pytest.raises(MienError) as refused:
        check_clip(case.make(), LIMITS)
    assert refused.value.code == case.code
    assert case.words in refused.value.detail


@pytest.mark.parametrize("case", REFUSED_LATER.values(), ids=REFUSED_LATER)
def test_the_rest_is_told_while_decoding(case):
    check_clip(case.make(), LIMITS)
    with pytest.raises(MienError) as refused:
        read(case.make())
    assert refused.value.code == case.code
    assert case.words in refused.value.detail


def test_plain_text_is_not_drawn_and_a_list_leads_nowhere(tmp_path):
    (tmp_path / "secret.mp4").write_bytes(small())
    (tmp_path / "notes.txt").write_text("Dear diary\n" * 99)
    (tmp_path / "list.mp4").write_text("ffconcat version 1.0\nfile secret.mp4\n")
    (tmp_path / "live.m3u8").write_text("#EXTM3U\n#EXTINF:9,\nsecret.mp4\n#EXT-X-ENDLIST\n")
    for name in ("notes.txt", "list.mp4", "live.m3u8"):
        with pytest.raises(UndecodableVideo, match="cannot be read") as refused:
            check_clip(tmp_path / name, LIMITS)
        assert str(tmp_path) not in refused.value.detail


@pytest.mark.parametrize(
    "name", ["Interview: Anna.mp4", "100%d.mp4", "-.mp4", "Gespräch mit Ö.mp4"]
)
def test_a_file_may_have_any_name(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / name
    path.write_bytes(small())
    for source in (path, path.relative_to(tmp_path)):
        assert len(read(source)[1]) == 10


def test_a_picture_with_a_clips_name_is_a_picture(tmp_path):
    path = tmp_path / "holiday.mp4"
    path.write_bytes(encoded(gradient()))
    with pytest.raises(UndecodableVideo, match="a picture, no clip"):
        check_clip(path, LIMITS)


def test_a_path_that_cannot_be_read_is_no_matter_of_the_clip(tmp_path):
    with pytest.raises(FileNotFoundError):
        check_clip(tmp_path / "missing.mp4", LIMITS)
    with pytest.raises(IsADirectoryError):
        check_clip(tmp_path, LIMITS)
