"""A closed-loop HTTP load: every connection sends its next request when it has its answer.

    bytes made beforehand -> keep-alive connection -> status and length -> outcome

The client shares the machine's cores with the server that it measures, so it reads of an answer
only where it ends, and runs in a process of its own on uvloop.
"""

import asyncio
import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from multiprocessing import get_context
from types import TracebackType
from typing import Self, TypeVar, cast

import uvloop

HOST = "127.0.0.1"
LOST = 0
"""The status of a request whose connection ended before its answer."""

Loaded = TypeVar("Loaded")

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_RECONNECT_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Outcome:
    """One request: when it was sent (seconds, monotonic), how long it took, and its status."""

    sent: float
    seconds: float
    status: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A response; `status` is LOST where none came."""

    status: int
    body: bytes = b""


def post(path: str, body: bytes, content_type: str = "image/jpeg", key: str = "") -> bytes:
    """A whole POST request as it goes over the wire."""
    head = f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {len(body)}\r\n"
    if content_type:
        head += f"Content-Type: {content_type}\r\n"
    if key:
        head += f"Authorization: Bearer {key}\r\n"
    return head.encode("latin-1") + b"\r\n" + body


class Connection(asyncio.Protocol):
    """One keep-alive connection with at most one request under way."""

    def __init__(self) -> None:
        self.open = False
        self._transport: asyncio.Transport
        self._received = bytearray()
        self._answer: asyncio.Future[Answer] | None = None

    async def ask(self, request: bytes) -> Answer:
        """Send a request and await its answer."""
        if not self.open:
            return Answer(LOST)
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass
        self.open = True

    def data_received(self, data: bytes) -> None:
        self._received += data
        head = self._received.find(_END_OF_HEAD)
        if head < 0:
            return
        length = _LENGTH.search(self._received, 0, head)
        start = head + len(_END_OF_HEAD)
        end = start + (int(length[1]) if length else 0)
        if len(self._received) >= end:
            self._resolve(Answer(int(self._received[9:12]), bytes(self._received[start:end])))

    def connection_lost(self, exc: Exception | None) -> None:
        self.open = False
        self._resolve(Answer(LOST))

    def _resolve(self, answer: Answer) -> None:
        self._received.clear()
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(answer)


async def connect(port: int) -> Connection:
    """Open a connection to a server on this machine."""
    _, connection = await asyncio.get_running_loop().create_connection(Connection, HOST, port)
    return connection


async def _drive(port: int, requests: Iterator[bytes], end: float, out: list[Outcome]) -> None:
    connection = await connect(port)
    while (sent := time.perf_counter()) < end:
        answer = await connection.ask(next(requests))
        out.append(Outcome(sent, time.perf_counter() - sent, answer.status))
        if not connection.open:
            await asyncio.sleep(_RECONNECT_SECONDS)
            connection = await connect(port)
    connection.close()


async def _closed_loop(
    port: int, requests: Sequence[bytes], connections: int, seconds: float
) -> list[Outcome]:
    outcomes: list[Outcome] = []
    end = time.perf_counter() + seconds
    streams = (islice(cycle(requests), number, None) for number in range(connections))
    await asyncio.gather(*(_drive(port, stream, end, outcomes) for stream in streams))
    return outcomes


async def _one_after_many(
    port: int, requests: Sequence[bytes], connections: int, burst: float, after: float
) -> list[Outcome]:
    many = asyncio.ensure_future(_closed_loop(port, requests, connections, burst))
    await asyncio.sleep(burst)
    alone = await _closed_loop(port, requests, 1, after)
    await many
    return alone


def closed_loop(
    port: int, requests: Sequence[bytes], connections: int, seconds: float
) -> list[Outcome]:
    """Keep `connections` requests under way for `seconds`; the last ones are awaited."""
    return uvloop.run(_closed_loop(port, requests, connections, seconds))


def one_after_many(
    port: int, requests: Sequence[bytes], connections: int, burst: float, after: float
) -> list[Outcome]:
    """A burst, and from its last second on one connection: the outcomes of that one.

    The burst's last requests are still under way when the single connection begins.
    """
    return uvloop.run(_one_after_many(port, requests, connections, burst, after))


class LoadProcess:
    """A process of its own that makes the load; use it as a context manager."""

    def __enter__(self) -> Self:
        self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:  # a load that hangs would keep its caller from ending
            for process in list(self._pool._processes.values()):
                process.kill()
        self._pool.shutdown()

    def start(
        self, load: Callable[..., list[Loaded]], port: int, *arguments: object
    ) -> Future[list[Loaded]]:
        """Begin `load(port, *arguments)`, a function of a module."""
        return self._pool.submit(load, port, *arguments)
