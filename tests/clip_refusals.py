"""What Mien does not take for a clip, and how it says so."""

import struct
from collections.abc import Callable
from dataclasses import dataclass

from tests.clip_cases import TEN_HOURS
from tests.odd_clips import cut, music_with_cover, replaced, small, webm, without_duration
from tests.pictures import encoded, gradient
from tests.sounds import tone, wav

PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nsource\n#EXT-X-ENDLIST\n"


@dataclass(frozen=True)
class Refused:
    """A clip that is not read: the code of its error, and words that its user needs."""

    make: Callable[[], bytes]
    code: str
    words: str


def declaring(width, height):
    """An AVI file of raw pixels whose headers declare another size."""
    data = small(codec="rawvideo", container="avi", sound=False)
    return data.replace(struct.pack("<II", 64, 48), struct.pack("<II", width, height))


REFUSED_AT_ONCE = {
    "nothing": Refused(lambda: b"", "empty-body", "no bytes"),
    "text": Refused(lambda: b"Dear diary,\n" * 99, "undecodable-video", "cannot be read"),
    "zeros": Refused(lambda: bytes(5000), "undecodable-video", "cannot be read"),
    "a PNG": Refused(lambda: encoded(gradient(), "PNG"), "undecodable-video", "/predict"),
    "a JPEG": Refused(lambda: encoded(gradient(), "JPEG"), "undecodable-video", "/predict"),
    "a sound": Refused(lambda: wav(tone()), "no-video", "no video stream"),
    "an m4a with a cover": Refused(music_with_cover, "no-video", "no video stream"),
    "an MP3 with a cover": Refused(
        lambda: music_with_cover("mp3", "mp3"), "no-video", "no video stream"
    ),
    "a list of files": Refused(
        lambda: b"ffconcat version 1.0\nfile source\n", "undecodable-video", "list of other files"
    ),
    "a playlist": Refused(lambda: PLAYLIST, "undecodable-video", "cannot be read"),
    "an MP4 without its end": Refused(lambda: cut(small(), 0.8), "undecodable-video", "moov"),
    "an unknown codec": Refused(
        lambda: small(sound=False).replace(b"avc1", b"zzzz"), "undecodable-video", "codec"
    ),
    "large frames": Refused(
        lambda: small(0.1, size=(1024, 768), sound=False), "clip-too-large", "1024x768"
    ),
    "an absurd size": Refused(lambda: declaring(8000, 8000), "clip-too-large", "8000x8000"),
    "ten hours": Refused(
        lambda: small(container="matroska", sound=False, times=[0.0, 0.1, TEN_HOURS]),
        "clip-too-long",
        "7200 seconds",
    ),
}

REFUSED_LATER = {
    "a size that no decoder takes": Refused(
        lambda: declaring(30_000, 30_000), "undecodable-video", "no frame can be decoded"
    ),
    "ten hours, not declared": Refused(
        lambda: without_duration(webm(sound=False, times=[0.0, 0.1, TEN_HOURS])),
        "clip-too-long",
        "7200 seconds",
    ),
    "nothing that decodes": Refused(
        lambda: replaced(
            small(0.1, codec="png", pix_fmt="rgb24", container="mov", sound=False),
            b"\x89PNG",
            b"\0\0\0\0",
        ),
        "undecodable-video",
        "no frame can be decoded",
    ),
}
