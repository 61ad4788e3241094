"""What the steady traffic lacks: sounds, batches, mistakes, sessions that end, streams that come
and go; each kind on a connection of its own, paced.
"""

import asyncio
import io
import itertools
import time
import wave
from collections.abc import Sequence
from contextlib import suppress

import numpy as np
import uvloop
from websockets.asyncio.client import connect as open_socket
from websockets.exceptions import WebSocketException

from benchmarks.chaos.line import PATIENCE_SECONDS, Line, Try
from benchmarks.chaos.traffic import Seen
from benchmarks.load import HOST, post
from benchmarks.pictures import jpegs
from benchmarks.sessions_load import Sender
from mien.clips.messages import Kind, pack

MISTAKES = frozenset({400, 404, 405, 415, 422})
"""What the wrong requests of this traffic deserve."""

_BETWEEN_STREAMS = 1.0
_PICTURES_OF_A_STREAM = 10
_BATCH = 4


def send(port: int, ending: Sequence[Sender], seconds: float) -> list[Seen]:
    """Run in a `LoadProcess`: everything for so many seconds, the sessions ended one by one."""
    return [uvloop.run(_all(port, ending, time.perf_counter() + seconds))]


async def _all(port: int, ending: Sequence[Sender], end: float) -> Seen:
    seen = Seen()
    pause = max(1.0, (end - time.perf_counter()) / (len(ending) + 1))
    await asyncio.gather(
        _paced(port, end, 1.0, "batch", [_batch()], seen),
        _paced(port, end, 1.0, "sound", [post("/predict/audio", _sound(), "audio/wav")], seen),
        _paced(port, end, 0.5, "mistake", _mistakes(), seen),
        _paced(port, end, pause, "end", [_end(sender) for sender in ending], seen),
        _streams(port, end, seen),
    )
    return seen


async def _paced(
    port: int, end: float, period: float, kind: str, requests: Sequence[bytes], seen: Seen
) -> None:
    line = Line(kind, port, end, seen.tries)
    for request in itertools.cycle(requests):
        if not await line.ask(request):
            return
        await line.rest(period)


async def _streams(port: int, end: float, seen: Seen) -> None:
    """One stream after another, each for a few pictures, then gone without a word."""
    while time.perf_counter() < end:
        with suppress(OSError, WebSocketException, TimeoutError):
            async with open_socket(f"ws://{HOST}:{port}/stream", close_timeout=1) as socket:
                for number in range(_PICTURES_OF_A_STREAM):
                    sent = time.perf_counter()
                    await socket.send(pack(Kind.PICTURE, number / 10, jpegs()[number]))
                    async with asyncio.timeout(PATIENCE_SECONDS):
                        await socket.recv()
                    seen.tries.append(Try("short", sent, time.perf_counter() - sent, 200))
                socket.transport.abort()
        await asyncio.sleep(_BETWEEN_STREAMS)


def _batch() -> bytes:
    limit = b"--part"
    parts = [
        limit + b'\r\nContent-Disposition: form-data; name="images"; filename="a.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n" + jpeg + b"\r\n"
        for jpeg in jpegs()[:_BATCH]
    ]
    body = b"".join(parts) + limit + b"--\r\n"
    return post("/predict/batch", body, "multipart/form-data; boundary=part")


def _sound() -> bytes:
    noise = np.random.default_rng(0).normal(0, 3000, 32_000).astype("<i2")
    held = io.BytesIO()
    with wave.open(held, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(noise.tobytes())
    return held.getvalue()


def _mistakes() -> list[bytes]:
    return [
        post("/predict", b"no picture"),
        post("/predict", b""),
        post("/predict", jpegs()[0][:9000]),
        post("/predict", b"{", "application/json"),
        post("/predict", b"x", "text/plain"),
        post("/predict/audio", b"no sound", "audio/wav"),
        post("/analyze", b"no clip", "video/mp4"),
        post("/api/v1/recommend", b'{"emotion": "bored"}', "application/json"),
        post("/models", b""),
        post("/nothing", b""),
    ]


def _end(sender: Sender) -> bytes:
    return (
        f"POST /api/v1/sessions/{sender.session_id}/end HTTP/1.1\r\nHost: {HOST}\r\n"
        f"Authorization: Bearer {sender.token}\r\nContent-Length: 0\r\n\r\n"
    ).encode()
