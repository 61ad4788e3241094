"""Steady mixed traffic, well below the capacity: whatever fails is the fault's doing.

    pictures · recommendations · chat lines · clips ─paced, keep-alive─┐
    readings of many sessions, again until acknowledged ───────────────┼─> gateway
    live streams, one picture after another ───────────────────────────┘

A client whom nobody lets in tries again until somebody does; only what was sent is counted.
"""

import asyncio
import itertools
import json
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

import uvloop
from websockets.asyncio.client import connect as open_socket
from websockets.exceptions import WebSocketException

from benchmarks.chaos.line import HUNG, PATIENCE_SECONDS, RETRY_SECONDS, Line, Try
from benchmarks.load import HOST, LOST, post
from benchmarks.pictures import jpegs
from benchmarks.sessions_load import Sender, all_sent
from mien.clips.messages import Kind, pack

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Rates:
    """How many clients of each kind there are, and how many requests each sends a second."""

    pictures: tuple[int, float] = (2, 4.0)
    recommendations: tuple[int, float] = (1, 2.0)
    readings: tuple[int, float] = (10, 0.5)
    lines: tuple[int, float] = (2, 0.5)
    streams: tuple[int, float] = (2, 4.0)
    clips: int = 1


@dataclass(slots=True)
class Seen:
    """All requests; how many readings of each sender were acknowledged, the numbers of the chat
    lines that were, by session, and the clips that were, each with the state that it ended in."""

    tries: list[Try] = field(default_factory=list)
    readings: list[int] = field(default_factory=list)
    lines: dict[str, list[int]] = field(default_factory=dict)
    clips: dict[str, str] = field(default_factory=dict)


BATCH = 5


def send(
    port: int, senders: Sequence[Sender], clip: bytes, rates: Rates, seconds: float
) -> list[Seen]:
    """Run in a `LoadProcess`: everything for so many seconds; one `Seen`."""
    return [uvloop.run(_Traffic(port, time.perf_counter() + seconds).all(senders, clip, rates))]


class _Traffic:
    def __init__(self, port: int, end: float) -> None:
        self._port, self._end = port, end
        self._seen = Seen()

    async def all(self, senders: Sequence[Sender], clip: bytes, rates: Rates) -> Seen:
        pictures = [post("/predict", jpeg) for jpeg in jpegs()]
        await asyncio.gather(
            *_times(rates.pictures, lambda n, p: self._paced("picture", pictures[n:], p)),
            *_times(rates.recommendations, lambda n, p: self._paced("recommend", [_WISH], p)),
            *_times(rates.lines, lambda n, p: self._talk(senders[n], p)),
            *_times(rates.streams, lambda n, p: self._stream(p)),
            *(self._analyses(clip) for _ in range(rates.clips)),
            self._readings(senders[: rates.readings[0]], rates.readings[1]),
        )
        return self._seen

    async def _paced(self, kind: str, requests: Sequence[bytes], period: float) -> None:
        line = Line(kind, self._port, self._end, self._seen.tries)
        for number in itertools.count():
            if not await line.ask(requests[number % len(requests)]):
                return
            await line.rest(period)

    async def _readings(self, senders: Sequence[Sender], per_second: float) -> None:
        left = self._end - time.perf_counter()
        for sent in await all_sent(self._port, list(senders), BATCH, BATCH * per_second, left):
            self._seen.readings.append(sent.acknowledged)
            self._seen.tries += [Try("reading", t.sent, t.seconds, t.status) for t in sent.tries]

    async def _talk(self, sender: Sender, period: float) -> None:
        """A line, again until it is acknowledged: its number keeps it from being said twice."""
        line, number = Line("chat", self._port, self._end, self._seen.tries), 2
        said = self._seen.lines.setdefault(sender.session_id, [])
        while answer := await line.ask(_chat(sender, number)):
            if answer.status == 200:
                said.append(number)
                number = max(each["number"] for each in json.loads(answer.body)["lines"]) + 1
            await line.rest(period)

    async def _analyses(self, clip: bytes) -> None:
        """One clip after another, each awaited as a client would."""
        line = Line("clip", self._port, self._end, self._seen.tries)
        while answer := await line.ask(post("/analyze?video=false", clip, "video/mp4")):
            if answer.status == 202:
                await self._await_clip(json.loads(answer.body)["id"])
            await line.rest(1.0)

    async def _await_clip(self, identifier: str) -> None:
        """Also beyond the end: an accepted clip is to end well."""
        patience = self._end + PATIENCE_SECONDS
        line = Line("job", self._port, patience, self._seen.tries)
        self._seen.clips[identifier] = "unknown"
        while answer := await line.ask(_get(f"/jobs/{identifier}")):
            if answer.status == 200:
                state = json.loads(answer.body)["state"]
                self._seen.clips[identifier] = state
                if state in ("done", "failed"):
                    return
            await line.rest(0.5)

    async def _stream(self, period: float) -> None:
        while time.perf_counter() < self._end:
            try:
                async with open_socket(f"ws://{HOST}:{self._port}/stream") as socket:
                    await self._watch(socket, period)
            except (OSError, WebSocketException, TimeoutError):
                await asyncio.sleep(RETRY_SECONDS)

    async def _watch(self, socket: Any, period: float) -> None:
        for number in itertools.count():
            sent = time.perf_counter()
            if sent >= self._end:
                return
            status = LOST
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await socket.send(pack(Kind.PICTURE, sent, jpegs()[number % len(jpegs())]))
                    status = 200 if json.loads(await socket.recv())["type"] == "sample" else 500
            except TimeoutError:
                status = HUNG
                raise
            finally:
                took = time.perf_counter() - sent
                self._seen.tries.append(Try("stream", sent, took, status))
            await asyncio.sleep(max(0.0, sent + period - time.perf_counter()))


def _times(
    rate: tuple[int, float], client: Callable[[int, float], Coroutine[Any, Any, None]]
) -> list[Coroutine[Any, Any, None]]:
    count, per_second = rate
    return [client(number, 1.0 / per_second) for number in range(count)]


_WISH = post(
    "/api/v1/recommend",
    b'{"emotion": "happy", "num_of_movies": 5, "recommendation_type": "keepup"}',
    JSON,
)


def _get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()


def _chat(sender: Sender, number: int) -> bytes:
    body = json.dumps({"text": "I like it a lot", "number": number})
    return (
        f"POST /api/v1/sessions/{sender.session_id}/chat HTTP/1.1\r\nHost: {HOST}\r\n"
        f"Content-Type: {JSON}\r\nAuthorization: Bearer {sender.token}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()
