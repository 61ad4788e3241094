"""Sounds in every rate, format and layout: a second of 440 Hz each, and what is none."""

from collections.abc import Callable
from io import BytesIO

import av
import numpy as np

from tests.odd_clips import (
    declaring_seconds,
    music_with_cover,
    overwritten,
    small,
    without_duration,
)
from tests.sounds import encoded, tone, wav

TEN_HOURS = 36_000.0


def pcm(codec, form, layout="mono", rate=16_000, container="wav"):
    """A tone in the samples of a format, with planes or without, at half of its full scale."""
    kind = av.AudioFormat(form)
    channels = av.AudioLayout(layout).nb_channels
    samples = np.repeat(_scaled(tone(440, 1.0, rate), kind)[None], channels, axis=0)
    frame = av.AudioFrame.from_ndarray(
        samples if kind.is_planar else samples.T.reshape(1, -1), form, layout
    )
    frame.sample_rate = rate
    file = BytesIO()
    with av.open(file, "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate, layout=layout, format=form)
        out.mux([*stream.encode(frame), *stream.encode(None)])
    return file.getvalue()


def _scaled(sound, kind):
    packed = kind.packed.name
    if packed in ("flt", "dbl"):
        return sound.astype("f4" if packed == "flt" else "f8")
    if packed == "u8":
        return np.rint(sound * 127 + 128).astype("u1")
    return (sound * 0.999 * 2 ** (kind.bits - 1)).astype(f"i{kind.bytes}")


def broadcast_of(*layouts):
    """Half a second of MPEG-TS in each layout, one after the other in one stream."""
    parts = []
    for layout in layouts:
        frame = av.AudioFrame.from_ndarray(
            np.repeat(tone(440, 0.5, 48_000)[None], av.AudioLayout(layout).nb_channels, axis=0),
            "fltp",
            layout,
        )
        frame.sample_rate = 48_000
        file = BytesIO()
        with av.open(file, "w", format="adts") as out:
            stream = out.add_stream("aac", rate=48_000, layout=layout)
            out.mux([*stream.encode(frame), *stream.encode(None)])
        parts.append(file.getvalue())
    return b"".join(parts)


HEARD: dict[str, Callable[[], bytes]] = {
    "8 kHz": lambda: wav(tone(rate=8_000), rate=8_000),
    "96 kHz": lambda: wav(tone(rate=96_000), rate=96_000),
    "192 kHz": lambda: pcm("pcm_f32le", "flt", rate=192_000),
    "8 bits": lambda: pcm("pcm_u8", "u8"),
    "24 bits": lambda: pcm("pcm_s24le", "s32"),
    "64-bit float": lambda: pcm("pcm_f64le", "dbl"),
    "planar float, stereo": lambda: pcm("aac", "fltp", "stereo", 48_000, "mp4"),
    "planar 16 bits, stereo": lambda: pcm("libmp3lame", "s16p", "stereo", 44_100, "mp3"),
    "packed float, stereo": lambda: pcm("pcm_f32le", "flt", "stereo"),
    "5.1": lambda: pcm("pcm_s16le", "s16", "5.1", 48_000),
    "5.1, AC-3": lambda: pcm("ac3", "fltp", "5.1", 48_000, "ac3"),
    "7.1": lambda: pcm("flac", "s16", "7.1", 48_000, "flac"),
    "7.1 at 192 kHz": lambda: pcm("pcm_f32le", "flt", "7.1", 192_000),
    "nine channels without a place": lambda: wav(*[tone()] * 9),
    "thirty-two channels": lambda: wav(*[tone()] * 32),
    "stereo, then 5.1": lambda: broadcast_of("stereo", "5.1"),
    "a song with a cover": music_with_cover,
    "a browser's recording": lambda: without_duration(small(1.0, container="webm", codec="libvpx")),
    "damaged within": lambda: overwritten(wav(tone()), 0.5, 40),
}

TOO_LONG: dict[str, Callable[[], bytes]] = {
    "declared": lambda: declaring_seconds(encoded(tone(rate=48_000), "webm"), TEN_HOURS),
    "not declared": lambda: without_duration(encoded(tone(seconds=6, rate=48_000), "webm")),
    "a sample a second": lambda: wav(np.zeros(int(TEN_HOURS)), rate=1),
}
