"""What clips Mien takes, and what it reads of them.

Every case is a file made on the spot; a test of each way in goes through all of them.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass

from tests.clips import Voice
from tests.odd_clips import (
    broadcast,
    cut,
    edited_badly,
    growing,
    overwritten,
    replaced,
    rotated,
    small,
    ten_bit_vp9,
    titled,
    webm,
    without_duration,
)

TEN_HOURS = 36_000.0
MOST_PIXELS = 300_000
"""The limit under which these cases are read."""


@dataclass(frozen=True)
class Read:
    """A clip and what is read of it: pictures, the time of the last, seconds of sound, faults."""

    make: Callable[[], bytes]
    pictures: int = 10
    last: float = 0.9
    sound: float = 0.0
    cut_short: str = ""


def spoken(codec, rate, layout="mono", container="matroska"):
    return Read(lambda: small(container=container, sound=Voice(codec, rate, layout)), sound=1.0)


def mute(**form):
    return Read(lambda: small(sound=False, **form))


READ = {
    "no sound": mute(),
    "ten-bit H.264": mute(pix_fmt="yuv420p10le"),
    "ten-bit HEVC": mute(codec="libx265", pix_fmt="yuv420p10le"),
    "ten-bit VP9": Read(ten_bit_vp9),
    "ten-bit AV1": mute(codec="libsvtav1", pix_fmt="yuv420p10le"),
    "4:4:4": mute(pix_fmt="yuv444p"),
    "transparent VP9": mute(codec="libvpx-vp9", pix_fmt="yuva420p", container="webm"),
    "transparent QuickTime": mute(codec="qtrle", pix_fmt="argb", container="mov"),
    "animated GIF": mute(codec="gif", pix_fmt="rgb8", container="gif"),
    "MPEG-1": Read(
        lambda: small(1, 25, codec="mpeg1video", container="mpeg", sound=Voice("mp2")), 25, 0.97, 1
    ),
    "motion JPEG in AVI": mute(codec="mjpeg", pix_fmt="yuvj420p", container="avi"),
    "turned by 90": Read(lambda: rotated(90)),
    "turned by 180": Read(lambda: rotated(180)),
    "turned by 270": Read(lambda: rotated(270)),
    "odd sides": mute(size=(63, 47), codec="qtrle", pix_fmt="rgb24", container="mov"),
    "one pixel": mute(size=(1, 1), codec="png", pix_fmt="rgb24", container="mov"),
    "one column": mute(size=(2, 1000)),
    "declared as 0x0": Read(
        lambda: replaced(
            small(container="avi", codec="mpeg4", sound=False),
            struct.pack("<II", 64, 48),
            struct.pack("<II", 0, 0),
        )
    ),
    "another size midway": Read(lambda: growing((64, 48), (320, 240)), 23, 0.96),
    "a size over the limit midway": Read(
        lambda: growing((64, 48), (640, 480)), 11, 0.4, 0, "left out: video 12"
    ),
    "an absurd size midway": Read(
        lambda: growing((64, 48), (1024, 768)), 11, 0.4, 0, "left out: video 12"
    ),
    "8 kHz": spoken("pcm_s16le", 8_000),
    "44.1 kHz, stereo": spoken("mp3", 44_100, "stereo"),
    "96 kHz": spoken("pcm_f32le", 96_000),
    "192 kHz": spoken("pcm_f32le", 192_000),
    "5.1, AC-3": spoken("ac3", 48_000, "5.1"),
    "5.1, Opus": spoken("libopus", 48_000, "5.1"),
    "7.1, FLAC": spoken("flac", 48_000, "7.1"),
    "sound two seconds late": Read(lambda: small(sound=Voice(late=2.0)), sound=1.0),
    "sound of an unknown kind": Read(
        lambda: replaced(small(container="matroska", sound=Voice("libopus")), b"A_OPUS", b"A_XXXX")
    ),
    "varying frame rate": Read(
        lambda: small(sound=False, times=[0.0, 0.1, 0.15, 0.2, 0.9, 1.0, 2.5, 2.55]), 8, 2.55
    ),
    "without a length": Read(lambda: without_duration(webm()), sound=1.0),
    "recorded live": mute(movflags="frag_keyframe+empty_moov"),
    "cut short": Read(
        lambda: cut(webm(seconds=4), 0.6), 25, 2.4, 2.5, "ends after 2.5 of the 4.0 seconds"
    ),
    "cut short, without a length": Read(
        lambda: cut(without_duration(webm(seconds=4)), 0.6), 25, 2.4, 2.5
    ),
    "damaged within": Read(
        lambda: overwritten(small(4, sound=False), 0.5, 40), 39, 3.9, 0, "left out: video 1"
    ),
    "damaged sound": Read(
        lambda: overwritten(small(4, container="mpegts"), 0.5, 400),
        40,
        3.92,
        3.9,
        "left out: audio 2",
    ),
    "time that jumps back": Read(lambda: broadcast(50, 1)),
    "time that jumps ahead": Read(lambda: broadcast(1, TEN_HOURS)),
    "time that begins anew": Read(lambda: broadcast(2**33 / 90_000 - 0.2), 5, 0.4),
    "a second half in the past": Read(edited_badly, 40, 7.9),
    "a long pause": Read(lambda: small(sound=False, times=[0.0, 0.1, 300.0]), 3, 300.0),
    "a title that is no UTF-8": Read(lambda: titled(b"Gef\xfchl")),
}
