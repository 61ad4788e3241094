import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mien.errors import MienError
from mien.media.audio import AudioLimits, decode_audio
from mien.media.video import Clip, ClipLimits, VideoFrame
from tests.odd_clips import small, webm

LIMITS = ClipLimits(max_seconds=5, max_pixels=100_000)


@pytest.fixture(scope="module")
def files():
    return [small(0.5), webm(seconds=0.5), small(0.5, container="mpegts")]


@st.composite
def damages(draw):
    """Which file, what is lost of it and put there instead, as shares of its length."""
    share = st.floats(0, 1, allow_nan=False)
    return (
        draw(st.integers(0, 2)),
        draw(share),
        draw(st.integers(0, 64)),
        draw(st.binary(max_size=64)),
        draw(share | st.just(1.0)),
    )


def damaged(files, which, place, lost, put, kept):
    data = files[which]
    start = int(place * len(data))
    data = data[:start] + put + data[start + lost :]
    return data[: int(kept * len(data))]


@settings(max_examples=100, deadline=None)
@given(damages())
def test_a_damaged_clip_is_read_within_the_limits_or_refused(files, damage):
    data = damaged(files, *damage)
    try:
        with Clip(data, LIMITS) as clip:
            pieces = list(clip.pieces())
    except MienError:
        return
    frames = [piece for piece in pieces if isinstance(piece, VideoFrame)]
    assert frames
    assert all(frame.seconds <= LIMITS.max_seconds for frame in frames)
    sizes = [frame.picture.width * frame.picture.height for frame in frames]
    assert max(sizes) <= LIMITS.max_pixels
    assert [frame.seconds for frame in frames] == sorted(frame.seconds for frame in frames)


@settings(max_examples=100, deadline=None)
@given(damages())
def test_a_damaged_sound_is_heard_within_the_limits_or_refused(files, damage):
    try:
        sound = decode_audio(damaged(files, *damage), AudioLimits(max_seconds=5))
    except MienError:
        return
    assert 0 < len(sound) <= 5 * 16_000
    assert abs(sound).max() <= 1.0
