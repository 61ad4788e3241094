"""The clip that the clip benchmarks read: 640x480 at 25 frames a second, one face, one voice.

tests/data/astronaut.png ─moves, turns, grain─> H.264 ─┐
syllables of a made-up voice ─────────────────> AAC ───┴─> MP4, or looped to any length
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.pictures import SOURCE

WIDTH, HEIGHT, RATE = 640, 480, 25
SOUND_RATE = 48_000
_FACE = (223.0, 115.0)
_GRAIN = 3.0
_PAUSE = Fraction(1, 10)
"""Seconds between two turns of a loop, as the encoders' delay begins before a clip does."""


def make_clip(path: Path, seconds: int) -> None:
    """Write a clip, the same on every machine but for the encoder's version."""
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=RATE, options={"preset": "fast", "crf": "23"})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        audio = out.add_stream("aac", rate=SOUND_RATE)
        audio.layout = "mono"
        for second, frames in enumerate(_seconds(seconds)):
            for frame in frames:
                out.mux(video.encode(av.VideoFrame.from_ndarray(frame, "bgr24")))
            heard = av.AudioFrame.from_ndarray(_voice(second)[None], "s16", "mono")
            heard.sample_rate, heard.pts = SOUND_RATE, second * SOUND_RATE
            out.mux(audio.encode(heard))
        for stream in (video, audio):
            out.mux(stream.encode(None))


def loop_clip(source: Path, target: Path, times: int) -> None:
    """Write `source` so many times behind itself, without encoding it again."""
    with av.open(str(source)) as first, av.open(str(target), "w") as out:
        streams = {stream.index: out.add_stream_from_template(stream) for stream in first.streams}
        whole = Fraction(first.duration or 0, 1_000_000) + _PAUSE
        for turn in range(times):
            first.seek(0)
            for packet in first.demux():
                if packet.dts is None or packet.pts is None or packet.time_base is None:
                    continue
                shift = round(turn * whole / packet.time_base)
                packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                packet.stream = streams[packet.stream.index]
                out.mux(packet)


def _seconds(count: int) -> Iterator[Iterator[NDArray[np.uint8]]]:
    portrait = cv2.imread(str(SOURCE), cv2.IMREAD_COLOR)
    if portrait is None:
        raise FileNotFoundError(SOURCE)
    random = np.random.default_rng(0)
    grain = random.normal(0, _GRAIN, (HEIGHT, WIDTH, 3)).astype(np.int16)
    for second in range(count):
        yield (
            _frame(np.asarray(portrait, np.uint8), grain, second + n / RATE) for n in range(RATE)
        )


def _frame(
    portrait: NDArray[np.uint8], grain: NDArray[np.int16], seconds: float
) -> NDArray[np.uint8]:
    """The portrait as a hand-held camera would see it at a time."""
    scale = 1.4 + 0.2 * np.sin(seconds / 3)
    turned = cv2.getRotationMatrix2D(_FACE, 6 * np.sin(seconds), scale)
    move = np.asarray(turned, np.float64)
    move[:, 2] += np.array([0.5 * WIDTH, 0.45 * HEIGHT]) - np.array(_FACE)
    move[:, 2] += 15 * np.sin([1.7 * seconds, 2.3 * seconds])
    seen = cv2.warpAffine(portrait, move, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
    noisy = seen + np.roll(grain, int(997 * seconds), axis=1)
    return np.asarray(np.clip(noisy, 0, 255), np.uint8)


def _voice(second: int) -> NDArray[np.int16]:
    """A second of four syllables."""
    time = second + np.arange(SOUND_RATE) / SOUND_RATE
    pitch = 140 + 20 * np.sin(2 * np.pi * time)
    tones = sum(np.sin(2 * np.pi * k * pitch * time) / k for k in range(1, 9))
    syllables = np.maximum(0.0, np.sin(2 * np.pi * 4 * time))
    hiss = np.random.default_rng(second).normal(0, 0.003, SOUND_RATE)
    return np.asarray(np.clip((0.15 * tones * syllables + hiss) * 32767, -32768, 32767), np.int16)
