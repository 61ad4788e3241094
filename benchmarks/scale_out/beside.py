"""What runs beside the sessions: pictures one by one, live streams, clips as jobs.

/predict, PREDICTING callers by the clock   -> statuses; nothing is asked twice
WS /stream, STREAMS of mien.client          -> samples, and the longest time without one
/analyze, a clip every CLIP_SECONDS         -> the jobs that were accepted
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle

import httpx
import uvloop

from benchmarks.load import HOST, LOST, connect, post
from benchmarks.pictures import jpegs
from mien.client import Client
from mien.errors import MienError

PREDICTING, PREDICTIONS_A_SECOND = 2, 4.0
STREAMS, PICTURES_A_SECOND = 3, 4.0
CLIP_SECONDS = 4.0


@dataclass(slots=True)
class Beside:
    """What came of it; gaps in seconds."""

    predicted: Counter[int] = field(default_factory=Counter)
    submitted: Counter[int] = field(default_factory=Counter)
    jobs: list[str] = field(default_factory=list)
    samples: int = 0
    gaps: list[float] = field(default_factory=list)
    given_up: int = 0


def run_beside(port: int, key: str, clip: bytes, seconds: float) -> list[Beside]:
    """Run in a `LoadProcess`."""
    return [uvloop.run(_run(port, key, clip, time.perf_counter() + seconds))]


async def _run(port: int, key: str, clip: bytes, end: float) -> Beside:
    found = Beside()
    predicting = (_predict(port, key, end, found) for _ in range(PREDICTING))
    streams = (_stream(port, key, end, found) for _ in range(STREAMS))
    await asyncio.gather(*predicting, *streams, _submit(port, key, clip, end, found))
    return found


async def _predict(port: int, key: str, end: float, found: Beside) -> None:
    connection = await connect(port)
    for jpeg in cycle(jpegs()):
        if time.perf_counter() > end:
            break
        with suppress(OSError):
            connection = connection if connection.open else await connect(port)
        answer = await connection.ask(post("/predict", jpeg, key=key))
        found.predicted[answer.status] += 1
        await asyncio.sleep(1 / PREDICTIONS_A_SECOND)
    connection.close()


async def _stream(port: int, key: str, end: float, found: Beside) -> None:
    longest, last = 0.0, time.perf_counter()
    with Client(f"http://{HOST}:{port}", key) as client:
        try:
            async for _ in client.stream(_camera(end)):
                now = time.perf_counter()
                longest, last = max(longest, now - last), now
                found.samples += 1
        except MienError:
            found.given_up += 1
    found.gaps.append(longest)


async def _camera(end: float) -> AsyncIterator[bytes]:
    for jpeg in cycle(jpegs()):
        if time.perf_counter() > end:
            return
        yield jpeg
        await asyncio.sleep(1 / PICTURES_A_SECOND)


async def _submit(port: int, key: str, clip: bytes, end: float, found: Beside) -> None:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "video/mp4"}
    async with httpx.AsyncClient(base_url=f"http://{HOST}:{port}", headers=headers) as client:
        while time.perf_counter() < end:
            status = LOST
            with suppress(httpx.TransportError):
                answer = await client.post("/analyze?video=false", content=clip, timeout=30)
                status = answer.status_code
                if status == httpx.codes.ACCEPTED:
                    found.jobs.append(answer.json()["id"])
            found.submitted[status] += 1
            await asyncio.sleep(CLIP_SECONDS)
