"""An open-loop HTTP load: requests are sent when they are due, however slow the answers are.

    due times -> idle keep-alive connection, the one that rested longest -> outcome since it was due

The callers of a public service do not wait for each other, so more of them come than can be served.
A request that finds every connection busy waits for one, and its time counts from when it was due.
"""

import asyncio
import gc
import time
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import cycle

import numpy as np
import uvloop

from benchmarks.load import LOST, Answer, Connection, Outcome, connect

MOST_CONNECTIONS = 512
_PATIENCE_SECONDS = 30.0
"""For the last answers."""


class _Callers:
    """Keep-alive connections that take turns, and what became of the requests."""

    def __init__(self, port: int, requests: Sequence[bytes], connections: int) -> None:
        self.outcomes: list[Outcome] = []
        self._port = port
        self._requests = cycle(requests)
        self._idle: asyncio.Queue[Connection | None] = asyncio.Queue()
        for _ in range(connections):
            self._idle.put_nowait(None)

    async def send(self, due: float) -> None:
        """One request, which was due at this time (seconds, monotonic)."""
        connection = await self._idle.get()
        answer = Answer(LOST)
        try:
            if connection is None or not connection.open:
                connection = await connect(self._port)
            answer = await connection.ask(next(self._requests))
        except OSError:
            connection = None
        finally:
            self._idle.put_nowait(connection)
        self.outcomes.append(Outcome(due, time.perf_counter() - due, answer.status))

    def hang_up(self) -> None:
        while not self._idle.empty():
            connection = self._idle.get_nowait()
            if connection is not None:
                connection.close()


def _due_times(rate: float, seconds: float) -> Iterator[float]:
    """Seconds from now, as independent callers come: a Poisson process, the same every time."""
    random = np.random.default_rng(8)
    due = 0.0
    while (due := due + float(random.exponential(1 / rate))) < seconds:
        yield due


async def _open_loop(
    port: int, requests: Sequence[bytes], rate: float, seconds: float
) -> list[Outcome]:
    callers = _Callers(port, requests, min(MOST_CONNECTIONS, max(32, round(rate))))
    coming = deque(_due_times(rate, seconds))
    under_way: set[asyncio.Task[None]] = set()
    begun = time.perf_counter()
    while coming:
        while coming and begun + coming[0] <= time.perf_counter():
            task = asyncio.create_task(callers.send(begun + coming.popleft()))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        await asyncio.sleep(0.001)
    if under_way:
        _, forgotten = await asyncio.wait(under_way, timeout=_PATIENCE_SECONDS)
        never = time.perf_counter() - _PATIENCE_SECONDS
        callers.outcomes += [Outcome(never, _PATIENCE_SECONDS, LOST) for _ in forgotten]
    callers.hang_up()
    return callers.outcomes


def open_loop(port: int, requests: Sequence[bytes], rate: float, seconds: float) -> list[Outcome]:
    """Send `rate` requests a second for `seconds`; what nobody answers is LOST."""
    gc.disable()  # a million outcomes and no cycles: the collector would only pause the load
    try:
        return uvloop.run(_open_loop(port, requests, rate, seconds))
    finally:
        gc.enable()
