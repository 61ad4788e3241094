"""Clips made on the fly: a bright square that moves, with a tone."""

from fractions import Fraction
from io import BytesIO

import av
import numpy as np

from mien.clips.watching import Watcher
from mien.perception.expression import ExpressionReading
from mien.perception.face_detector import Face
from mien.perception.faces import FaceReading
from mien.taxonomy import LABELS, derived_valence_arousal
from tests.fakes import CROP
from tests.sounds import tone

QUICK = {"libx264": {"preset": "ultrafast"}, "libvpx": {"deadline": "realtime", "cpu-used": "8"}}


def clip(seconds=2.0, rate=25, size=(160, 120), container="mp4", codec="libx264", sound=True):
    """The bytes of a clip: frame `n` is as bright as `n`, so that a frame tells its time."""
    file = BytesIO()
    with av.open(file, "w", format=container) as out:
        video = out.add_stream(codec, rate=Fraction(rate), options=QUICK[codec])
        video.width, video.height = size
        video.pix_fmt = "yuv420p"
        audio = out.add_stream("libopus" if container == "webm" else "aac", rate=48_000)
        if sound:
            audio.layout = "mono"
        for number in range(int(seconds * rate)):
            pixels = np.full((size[1], size[0], 3), min(255, 2 * number), np.uint8)
            out.mux(video.encode(av.VideoFrame.from_ndarray(pixels, format="bgr24")))
        out.mux(video.encode(None))
        if sound:
            samples = (tone(440, seconds, 48_000)[None] * 32767).astype("i2")
            frame = av.AudioFrame.from_ndarray(samples, "s16", "mono")
            frame.sample_rate = 48_000
            out.mux(audio.encode(frame))
            out.mux(audio.encode(None))
    return file.getvalue()


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
