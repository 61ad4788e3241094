"""Seeded bad clips and sounds, of the containers and codecs that people send."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import cast

import av
import cv2
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream
from numpy.typing import NDArray

from benchmarks.mutations import damaged
from benchmarks.mutations_forms import Form
from benchmarks.pictures import jpegs

WIDTH, HEIGHT, RATE, SECONDS = 160, 120, 10, 1.2
SOUND_RATE = 48_000

_CLIP_TYPES = ("video/mp4", "video/webm", "video/quicktime", "application/octet-stream", "")
_CLIPS = Form(
    paths=("/analyze?wait=60&rate=5&video=false", "/analyze?wait=60", "/upload_video"),
    structured=("/analyze?wait=60&rate=5", "/upload_video"),
    fields=("video",),
    types=_CLIP_TYPES,
    json=False,
)
_SOUNDS = Form(
    paths=("/predict/audio",),
    structured=("/predict/audio",),
    fields=("audio",),
    types=("audio/wav", "audio/mpeg", "audio/ogg", "video/mp4", "application/octet-stream", ""),
)


@dataclass(frozen=True, slots=True)
class _Recipe:
    container: str
    video: str = ""
    sound: str = ""
    pixels: str = "yuv420p"
    layout: str = "stereo"
    rate: int = RATE


_CLIP_RECIPES = (
    _Recipe("mp4", "libx264", "aac"),
    _Recipe("mp4", "libx265", "aac", "yuv420p10le"),
    _Recipe("webm", "libvpx", "libopus"),
    _Recipe("webm", "libvpx-vp9", "libopus"),
    _Recipe("matroska", "ffv1", "pcm_s16le", layout="5.1"),
    _Recipe("avi", "mpeg4", "mp3"),
    _Recipe("mov", "mjpeg", "pcm_s16le", "yuvj420p"),
    _Recipe("mov", "png", "alac", "rgba"),
    _Recipe("mpegts", "mpeg2video", "ac3", rate=25),
    _Recipe("mpeg", "mpeg1video", "mp2", rate=25),
    _Recipe("flv", "flv1", "mp3"),
    _Recipe("gif", "gif", pixels="rgb8"),
)
_SOUND_RECIPES = (
    _Recipe("wav", sound="pcm_s16le"),
    _Recipe("wav", sound="pcm_f32le", layout="7.1"),
    _Recipe("mp3", sound="mp3"),
    _Recipe("ogg", sound="libopus"),
    _Recipe("flac", sound="flac", layout="5.1"),
    _Recipe("adts", sound="aac"),
    _Recipe("mp4", sound="aac"),
    _Recipe("ac3", sound="ac3", layout="5.1"),
    _Recipe("mp4", "libx264", "aac"),
)


def valid_clips() -> list[bytes]:
    """A short clip of one face and a tone in every recipe."""
    return [_made(recipe) for recipe in _CLIP_RECIPES]


def valid_sounds() -> list[bytes]:
    """A short tone in every recipe."""
    return [_made(recipe) for recipe in _SOUND_RECIPES]


def bad_clip(rng: random.Random, files: Sequence[bytes]) -> bytes:
    """One request with a clip that is damaged somewhere, or everywhere."""
    return _CLIPS.request(rng, damaged(rng, rng.choice(files)))


def bad_sound(rng: random.Random, files: Sequence[bytes]) -> bytes:
    """One request with a sound that is damaged somewhere, or everywhere."""
    return _SOUNDS.request(rng, damaged(rng, rng.choice(files)))


def _made(recipe: _Recipe) -> bytes:
    file = BytesIO()
    with av.open(file, "w", format=recipe.container) as out:
        # Both streams come first: a container's header names them all.
        writers = [
            write(out, recipe)
            for write, codec in ((_video, recipe.video), (_sound, recipe.sound))
            if codec
        ]
        for write_packets in writers:
            write_packets()
    return file.getvalue()


def _video(out: OutputContainer, recipe: _Recipe) -> Callable[[], None]:
    options = {"x265-params": "log-level=none"} if recipe.video == "libx265" else {}
    stream = cast(VideoStream, out.add_stream(recipe.video, recipe.rate, options=options))
    stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, recipe.pixels

    def write() -> None:
        for number in range(round(SECONDS * recipe.rate)):
            picture = av.VideoFrame.from_ndarray(_frame(number / recipe.rate), "bgr24")
            out.mux(stream.encode(picture))
        out.mux(stream.encode(None))

    return write


def _sound(out: OutputContainer, recipe: _Recipe) -> Callable[[], None]:
    stream = cast(AudioStream, out.add_stream(recipe.sound, SOUND_RATE, layout=recipe.layout))

    def write() -> None:
        out.mux([*stream.encode(_tone(recipe.layout)), *stream.encode(None)])

    return write


def _frame(seconds: float) -> NDArray[np.uint8]:
    picture = cv2.imdecode(np.frombuffer(jpegs()[0], np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    small = cv2.resize(np.roll(picture, round(30 * seconds), axis=1), (WIDTH, HEIGHT))
    return np.asarray(small, np.uint8)


def _tone(layout: str) -> av.AudioFrame:
    channels = av.AudioLayout(layout).nb_channels
    time = np.arange(round(SECONDS * SOUND_RATE)) / SOUND_RATE
    samples = np.asarray(9000 * np.sin(2 * np.pi * 220 * time), np.int16)
    frame = av.AudioFrame.from_ndarray(np.repeat(samples, channels)[None], "s16", layout)
    frame.sample_rate = SOUND_RATE
    return frame
