"""Real WebSocket clients of `WS /stream`: cameras and microphones that never wait for answers.

    clock ─every picture's time─> send ─> answer with the same time ─> lag as the client sees it

The clients run in a process of their own, and share the machine's cores with the server.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

import numpy as np
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.load import HOST
from mien.clips.messages import Kind, pack

SOUND_SECONDS = 0.1
_LAST_ANSWERS = 2.0


@dataclass(frozen=True, slots=True)
class Lags:
    """One stream: when each answered picture was sent and how long its answer took, in seconds."""

    sent: list[float]
    lags: list[float]
    pictures: int
    dropped: int


async def streams(
    port: int, pictures: Sequence[bytes], count: int, rate: float, seconds: float
) -> list[Lags]:
    """So many clients at once, each at `rate` pictures a second, begun at different times."""
    waits = [number / count / rate for number in range(count)]
    return list(
        await asyncio.gather(*(_stream(port, pictures, rate, seconds, wait) for wait in waits))
    )


async def _stream(
    port: int, pictures: Sequence[bytes], rate: float, seconds: float, wait: float
) -> Lags:
    await asyncio.sleep(wait)
    lags = Lags([], [], round(rate * seconds), 0)
    async with connect(f"ws://{HOST}:{port}/stream") as socket:
        begun = time.perf_counter()
        hearing = asyncio.create_task(_hear(socket, begun, lags))
        talking = asyncio.create_task(_talk(socket, begun, seconds))
        for number, picture in zip(range(lags.pictures), cycle(pictures), strict=False):
            await _until(begun + number / rate)
            await socket.send(pack(Kind.PICTURE, time.perf_counter() - begun, picture))
        await asyncio.sleep(_LAST_ANSWERS)
        for task in (hearing, talking):
            task.cancel()
    return lags


async def _hear(socket: ClientConnection, begun: float, lags: Lags) -> None:
    async for text in socket:
        answer = json.loads(text)
        if answer["type"] == "sample":
            lags.sent.append(answer["seconds"])
            lags.lags.append(time.perf_counter() - begun - answer["seconds"])


async def _talk(socket: ClientConnection, begun: float, seconds: float) -> None:
    noise = np.random.default_rng(0).normal(0, 3000, round(16_000 * SOUND_SECONDS))
    sound = noise.astype("<i2").tobytes()
    for number in range(round(seconds / SOUND_SECONDS)):
        await _until(begun + (number + 1) * SOUND_SECONDS)
        await socket.send(pack(Kind.PCM, number * SOUND_SECONDS, sound))


async def _until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.perf_counter()))
