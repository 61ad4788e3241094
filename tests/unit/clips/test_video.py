import struct

import pytest

from mien.errors import ClipTooLarge, ClipTooLong, EmptyBody, NoVideo, UndecodableVideo
from mien.media.conversion import FrameConverter
from mien.media.video import Clip, ClipLimits, SoundPiece, VideoFrame
from tests.clips import clip
from tests.sounds import tone, wav

LIMITS = ClipLimits(max_seconds=10, max_pixels=1_000_000)


def pieces_of(data, limits=LIMITS):
    with Clip(data, limits) as opened:
        found = list(opened.pieces())
        return opened, found


def frames_of(found):
    return [piece for piece in found if isinstance(piece, VideoFrame)]


@pytest.mark.parametrize(
    ("container", "codec"), [("mp4", "libx264"), ("webm", "libvpx"), ("matroska", "libx264")]
)
def test_frames_and_sound_come_with_their_times(container, codec):
    opened, found = pieces_of(clip(2.0, 25, container=container, codec=codec))
    frames = frames_of(found)
    assert opened.sounds
    assert opened.cut_short == ""
    assert [round(frame.seconds, 2) for frame in frames] == [round(n / 25, 2) for n in range(50)]
    brightness = [FrameConverter("gray")(frame.picture).mean() for frame in frames]
    assert brightness[45] == pytest.approx(90, abs=4)
    heard = sum(len(piece.samples) for piece in found if isinstance(piece, SoundPiece))
    assert heard == pytest.approx(2 * 16_000, rel=0.05)


def test_a_recording_without_a_stated_length_is_read_to_its_end():
    data = bytearray(clip(2.0, container="webm", codec="libvpx"))
    place = data.index(bytes.fromhex("448988"))  # the duration, eight bytes of it
    data[place : place + 3] = bytes.fromhex("ec4008")  # becomes a void of eight bytes
    opened, found = pieces_of(bytes(data))
    assert opened.duration is None
    assert len(frames_of(found)) == 50
    assert opened.cut_short == ""


def test_a_truncated_clip_gives_what_decodes_and_says_so():
    data = clip(4.0, container="matroska")
    opened, found = pieces_of(data[: len(data) * 2 // 3])
    assert 20 < len(frames_of(found)) < 100
    assert frames_of(found)[-1].seconds < 4.0
    assert "of the 4.0 seconds" in opened.cut_short


def test_a_phone_held_upright_is_turned():
    data = bytearray(clip(0.4, size=(160, 120)))
    identity = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    quarter = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 120 << 16, 0, 1 << 30)
    place = data.index(identity, data.index(b"tkhd"))
    data[place : place + len(identity)] = quarter
    _, found = pieces_of(bytes(data))
    picture = frames_of(found)[0].picture
    assert FrameConverter("gray")(picture).shape == (160, 120)
    assert FrameConverter("bgr24")(picture).shape == (160, 120, 3)
    assert FrameConverter("yuv420p")(picture).shape == (240, 120)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyBody),
        (b"this is no clip", UndecodableVideo),
        (b"\0" * 5000, UndecodableVideo),
        (wav(tone()), NoVideo),
    ],
)
def test_what_is_no_clip_is_named(data, error):
    with pytest.raises(error):
        pieces_of(data)


def test_limits_are_checked_before_and_while_decoding():
    with pytest.raises(ClipTooLarge, match="160x120"):
        Clip(clip(0.2), ClipLimits(10, 10_000))
    with pytest.raises(ClipTooLong):
        Clip(clip(2.0), ClipLimits(1, 1_000_000))
