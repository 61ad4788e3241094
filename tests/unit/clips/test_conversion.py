"""Decoded frames to arrays: what they show, and their size."""

import av
import numpy as np
import pytest

from mien.media.conversion import FrameConverter, planes_of, scale_of

KINDS = ("gray", "bgr24", "yuv420p")


def corner_frame(width=64, height=48):
    """White, but for a black corner at the upper left of what is stored."""
    pixels = np.full((height, width, 3), 255, np.uint8)
    pixels[: height // 2, : width // 2] = 0
    return av.VideoFrame.from_ndarray(pixels, "bgr24").reformat(format="yuv420p")


def luma(array, kind):
    if kind == "yuv420p":
        return planes_of(array)[0]
    return array if kind == "gray" else array.mean(axis=2)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_shows_the_same_picture(kind):
    shown = luma(FrameConverter(kind)(corner_frame()), kind)
    assert shown.shape == (48, 64)
    assert shown[:20, :28].mean() < 20
    assert shown[28:, 36:].mean() > 230


def test_large_frames_are_made_smaller():
    frame = av.VideoFrame.from_ndarray(np.zeros((480, 640, 3), np.uint8), "bgr24")
    small = FrameConverter("bgr24", longest=320)(frame)
    assert small.shape == (240, 320, 3)
    assert small.dtype == np.uint8
    assert scale_of(frame, 320) == 2.0


def test_planes_of_odd_frames_are_even():
    frame = av.VideoFrame.from_ndarray(np.zeros((35, 51, 3), np.uint8), "bgr24")
    luma_plane, blue, red = planes_of(FrameConverter("yuv420p")(frame))
    assert luma_plane.shape == (34, 50)
    assert blue.shape == red.shape == (17, 25)
