"""Clips as phones, browsers, recorders and accidents make them, of a second each at 64x48."""

import re
import struct
from fractions import Fraction
from io import BytesIO

import av
from av.stream import Disposition

from tests.clips import clip
from tests.pictures import gradient
from tests.sounds import mono_frame, tone
from tests.vp9 import SIDE, grey_frame

WEBM_DURATION = bytes.fromhex("448988")
"""The element's id and its length, eight bytes, which follow."""

VOID = bytes.fromhex("ec4008")
"""An element that means nothing, eight bytes of it."""

PLAIN = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30)
TURNS = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
"""The matrix of a track header, by the degrees by which players turn it clockwise."""


def small(seconds=1.0, rate=10, **form):
    """A clip whose frame `n` is as bright as 60 + 2n."""
    usual = {"size": (64, 48), "light": lambda number: min(255, 60 + 2 * number)}
    return clip(seconds, rate, **usual | form)


def webm(**form):
    """The same as browsers record it."""
    return small(container="webm", codec="libvpx", **form)


def replaced(data, old, new):
    """Other bytes of the same length in the first place where `old` stands."""
    assert len(old) == len(new)
    place = data.index(old)
    return data[:place] + new + data[place + len(old) :]


def without_duration(data):
    """A WebM as a browser writes it while it records."""
    return replaced(data, WEBM_DURATION, VOID)


def declaring_seconds(data, seconds):
    """The same WebM with another length in its header."""
    place = data.index(WEBM_DURATION) + len(WEBM_DURATION)
    return data[:place] + struct.pack(">d", seconds * 1000) + data[place + 8 :]


def rotated(degrees, **form):
    """An MP4 whose track header turns it, as a phone's does."""
    a, b, c, d = (value * 65536 for value in TURNS[degrees])
    return replaced(
        small(sound=False, **form), PLAIN, struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    )


def broadcast(*starts):
    """Half a second of MPEG-TS after the other; the time of each begins at one of `starts`."""
    parts = [[start + number / 10 for number in range(5)] for start in starts]
    return b"".join(small(0.5, container="mpegts", times=times, sound=False) for times in parts)


def edited_badly():
    """A Matroska file whose clusters after six seconds claim to be six seconds earlier."""
    times = [start + number / 10 for start in (0.0, 6.0) for number in range(20)]
    data = small(container="matroska", codec="mjpeg", pix_fmt="yuvj420p", sound=False, times=times)
    return re.sub(b"\xe7\x82([\x17-\x20].)", _six_seconds_earlier, data, flags=re.DOTALL)


def _six_seconds_earlier(stamp):
    return b"\xe7\x82" + (int.from_bytes(stamp[1], "big") - 6000).to_bytes(2, "big")


def cut(data, share):
    """The beginning of a file."""
    return data[: int(len(data) * share)]


def overwritten(data, share, length):
    """A stretch of a file's bytes lost."""
    place = int(len(data) * share)
    return data[:place] + b"\xff" * length + data[place + length :]


def ten_bit_vp9():
    """Ten frames of ten-bit VP9."""
    file = BytesIO()
    with av.open(file, "w", format="webm") as out:
        stream = out.add_stream("libvpx-vp9", rate=10)
        stream.width = stream.height = SIDE
        for number in range(10):
            packet = av.Packet(grey_frame())
            packet.pts = packet.dts = number
            packet.time_base, packet.is_keyframe, packet.stream = Fraction(1, 10), True, stream
            out.mux(packet)
    return file.getvalue()


def music_with_cover(container="mp4", codec="aac"):
    """A song as shops sell it: sound, and a picture that belongs to all of it."""
    file = BytesIO()
    with av.open(file, "w", format=container) as out:
        sound = out.add_stream(codec, rate=48_000, layout="mono")
        cover = out.add_stream("png", width=96, height=64, pix_fmt="rgb24")
        cover.disposition = Disposition.attached_pic
        out.mux([*cover.encode(av.VideoFrame.from_image(gradient())), *cover.encode(None)])
        out.mux([*sound.encode(mono_frame(tone(440, 1.0, 48_000), 48_000)), *sound.encode(None)])
    return file.getvalue()


def titled(title):
    """An MP4 whose title is these bytes."""
    return replaced(small(sound=False, title="?" * len(title)), b"?" * len(title), title)


def growing(*sizes):
    """MPEG-1 pictures of half a second each, one size after the other in one stream."""
    form = {"codec": "mpeg1video", "container": "mpeg1video", "sound": False}
    return b"".join(small(0.48, 25, size=size, **form) for size in sizes)
