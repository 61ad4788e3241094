"""Which pictures are unanswered, so that a stream neither runs ahead of its server nor loses any.

sent ─> at most MOST wait ─┬─> answered, with all before them, or given up
                           └─> connection lost: sent again on the next
"""

import asyncio
from collections import deque
from contextlib import suppress

from mien.client.sources import Timed

MOST = 2
"""One that the server reads, and one that is ready when it is done."""

HEAD_START = 0.05
"""Seconds before the next one is sent to a server that has not answered: of two pictures that it
gets at once it reads the newer alone."""

ROUNDED = 0.0005
"""Answers name the time of a picture to a millisecond."""


class InFlight:
    """The pictures of a stream that were sent, over all its connections."""

    def __init__(self) -> None:
        self._sent: deque[Timed] = deque()
        self._again: deque[Timed] = deque()
        self._changed = asyncio.Event()

    def sent(self, picture: Timed) -> None:
        """A picture is on its way."""
        self._sent.append(picture)

    def answered(self, seconds: float) -> None:
        """An answer came; pictures before it were replaced on the server and get none."""
        while self._sent and self._sent[0][0] <= seconds + ROUNDED:
            self._sent.popleft()
        self._changed.set()

    def give_up(self) -> None:
        """None of them will be answered."""
        self._sent.clear()
        self._changed.set()

    def connection_lost(self) -> None:
        """They are to be sent again."""
        self._again.extendleft(reversed(self._sent))
        self._sent.clear()

    def to_send_again(self) -> Timed | None:
        """The earliest picture of a lost connection that waits for the next, if any does."""
        return self._again.popleft() if self._again else None

    async def room(self) -> None:
        """Wait until another picture may be sent."""
        with suppress(TimeoutError):
            async with asyncio.timeout(HEAD_START):
                await self.all_answered()
        await self._at_most(MOST - 1)

    async def all_answered(self) -> None:
        """Wait until no answer is due."""
        await self._at_most(0)

    async def _at_most(self, count: int) -> None:
        while len(self._sent) > count:
            self._changed.clear()
            await self._changed.wait()
