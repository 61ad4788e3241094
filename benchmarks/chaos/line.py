"""One caller's connection, which outlives the servers that it talks to."""

import asyncio
import time
from dataclasses import dataclass

from benchmarks.load import Answer, Connection
from benchmarks.sessions_load import reconnected

HUNG = -1
"""The status of a request that nobody answered in PATIENCE_SECONDS."""
PATIENCE_SECONDS = 30.0
RETRY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Try:
    """One request: what for, when it went out (monotonic) and how long it took in seconds, and its
    status."""

    kind: str
    sent: float
    seconds: float
    status: int

    @property
    def ended(self) -> float:
        return self.sent + self.seconds


class Line:
    """A keep-alive connection that is made anew when it ends, until the end of the traffic."""

    def __init__(self, kind: str, port: int, end: float, tries: list[Try]) -> None:
        self._kind, self._port, self._end, self._tries = kind, port, end, tries
        self._connection: Connection | None = None
        self._asked = 0.0

    async def ask(self, request: bytes) -> Answer | None:
        """None once the traffic is over."""
        while time.perf_counter() < self._end:
            self._connection = await reconnected(self._port, self._connection)
            if self._connection is not None:
                return await self._answer(self._connection, request)
            await asyncio.sleep(RETRY_SECONDS)
        if self._connection is not None:
            self._connection.close()
        return None

    async def rest(self, period: float) -> None:
        """Until the next request is due, which is never sooner than RETRY_SECONDS from now."""
        due = self._asked + period - time.perf_counter()
        await asyncio.sleep(max(RETRY_SECONDS, due))

    async def _answer(self, connection: Connection, request: bytes) -> Answer:
        self._asked = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                answer = await connection.ask(request)
        except TimeoutError:
            connection.close()
            self._connection, answer = None, Answer(HUNG)
        took = time.perf_counter() - self._asked
        self._tries.append(Try(self._kind, self._asked, took, answer.status))
        return answer
