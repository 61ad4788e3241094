"""Clips made on the fly: a picture that grows brighter with time, and a tone."""

from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from typing import Any

import av
import numpy as np

from mien.clips.watching import Watcher
from mien.perception.expression import ExpressionReading
from mien.perception.face_detector import Face
from mien.perception.faces import FaceReading
from mien.taxonomy import LABELS, derived_valence_arousal
from tests.fakes import CROP
from tests.sounds import tone

QUICK = {
    "libx264": {"preset": "ultrafast"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none"},
    "libvpx": {"deadline": "realtime", "cpu-used": "8"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"},
    "libsvtav1": {"preset": "12"},
}
TICKS = 90_000


@dataclass(frozen=True)
class Voice:
    """A tone of 440 Hz that begins so many seconds after the pictures."""

    codec: str = "aac"
    rate: int = 48_000
    layout: str = "mono"
    late: float = 0.0


def brightness(number):
    """That of frame `number`, so that a frame tells its time."""
    return min(255, 2 * number)


def clip(
    seconds=2.0,
    rate=25,
    size=(160, 120),
    container="mp4",
    codec="libx264",
    sound=True,
    pix_fmt="yuv420p",
    times=None,
    light=brightness,
    movflags="",
    title="",
):
    """The bytes of a clip; `times` are those of its frames where they are not even, in seconds."""
    file = BytesIO()
    usual = Voice("libopus" if container == "webm" else "aac")
    voice = usual if sound is True else sound or None
    options = {"movflags": movflags} if movflags else {}
    with av.open(file, "w", format=container, options=options) as out:
        out.metadata["title"] = title
        video = out.add_stream(codec, rate=Fraction(rate), options=QUICK.get(codec, {}))
        video.width, video.height = size
        video.pix_fmt = pix_fmt
        audio: Any = None
        if voice:
            audio = out.add_stream(voice.codec, rate=voice.rate, layout=voice.layout)
        if times:
            video.codec_context.time_base = Fraction(1, TICKS)
        times = times or [number / rate for number in range(int(seconds * rate))]
        for number, at in enumerate(times):
            pixels = np.full((size[1], size[0], 3), light(number), np.uint8)
            picture = av.VideoFrame.from_ndarray(pixels, format="bgr24")
            picture.pts, picture.time_base = round(at * TICKS), Fraction(1, TICKS)
            out.mux(video.encode(picture))
        out.mux(video.encode(None))
        if audio:
            out.mux(audio.encode(_tone(voice, seconds)))
            out.mux(audio.encode(None))
    return file.getvalue()


def _tone(voice, seconds):
    channels = av.AudioLayout(voice.layout).nb_channels
    samples = (tone(440, seconds, voice.rate) * 32767).astype("i2")
    frame = av.AudioFrame.from_ndarray(np.repeat(samples, channels)[None], "s16", voice.layout)
    frame.sample_rate = voice.rate
    frame.pts, frame.time_base = round(voice.late * voice.rate), Fraction(1, voice.rate)
    return frame


def probabilities(**given):
    """Seven probabilities; what is not given is shared among the rest."""
    rest = (1.0 - sum(given.values())) / (len(LABELS) - len(given))
    return tuple(given.get(label, rest) for label in LABELS)


def reading(uncertain=False, **given):
    """An ExpressionReading of the probabilities given."""
    shares = probabilities(**given)
    valence, arousal = derived_valence_arousal(shares)
    best = LABELS[int(np.argmax(shares))]
    return ExpressionReading(shares, best, valence, arousal, "", uncertain)


def face(x=10.0, side=50.0, y=10.0, confidence=0.9):
    return Face((x, y, x + side, y + side), confidence)


def face_reading(at=None, **given):
    return FaceReading(at or face(), reading(**given), CROP)


def watched(*moments, rate=10.0):
    """Samples of a watcher that sees one face with these probabilities, or none where None."""
    watcher = Watcher()
    return [
        watcher.see([] if given is None else [face_reading(**given)], index / rate)
        for index, given in enumerate(moments)
    ]
