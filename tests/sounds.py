"""Sounds made on the fly, and files of them."""

import wave
from io import BytesIO

import av
import numpy as np

RATE = 16_000


def tone(hertz=440.0, seconds=1.0, rate=RATE, level=0.5):
    return (level * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)).astype("f4")


def bursts(hertz=440.0, seconds=1.0):
    """A tone of five syllables a second, with silence between them as in speech."""
    sound = tone(hertz, seconds)
    return sound * (np.arange(len(sound)) % (RATE // 5) < RATE // 10)


def wav(*channels, rate=RATE):
    """A 16-bit WAV file of channels of samples in -1..1."""
    samples = np.stack(channels, axis=1) * 32767
    file = BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(len(channels))
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(samples.astype("<i2").tobytes())
    return file.getvalue()


def mono_frame(sound, rate):
    """One channel of samples in -1..1 as FFmpeg's encoders take them."""
    frame = av.AudioFrame.from_ndarray((sound[None] * 32767).astype("i2"), "s16", "mono")
    frame.sample_rate = rate
    return frame


def encoded(sound, container="ogg", codec="libopus", rate=48_000):
    """A compressed file of one channel of samples at `rate`."""
    file = BytesIO()
    with av.open(file, "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate, layout="mono")
        out.mux([*stream.encode(mono_frame(sound, rate)), *stream.encode(None)])
    return file.getvalue()


def silent_clip():
    """A short MP4 video without sound."""
    file = BytesIO()
    with av.open(file, "w", format="mp4") as out:
        stream = out.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 64
        frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), "u1"), "rgb24")
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            out.mux(packet)
    return file.getvalue()
