"""Which pictures of a connection are unanswered, so that a stream never runs ahead of the server.

sent ─> at most MOST wait ─> answered, with all before them, or given up
"""

import asyncio

MOST = 2
"""One that the server reads, and one that is ready when it is done."""

ROUNDED = 0.0005
"""Answers name the time of a picture to a millisecond."""


class InFlight:
    """The times of the pictures that were sent."""

    def __init__(self) -> None:
        self._times: list[float] = []
        self._changed = asyncio.Event()

    def sent(self, seconds: float) -> None:
        """A picture is on its way."""
        self._times.append(seconds)

    def answered(self, seconds: float) -> None:
        """An answer came; pictures before it were replaced on the server and get none."""
        self._times = [time for time in self._times if time > seconds + ROUNDED]
        self._changed.set()

    def give_up(self) -> None:
        """None of them will be answered."""
        self._times.clear()
        self._changed.set()

    async def at_most(self, count: int) -> None:
        """Wait until no more than `count` are unanswered."""
        while len(self._times) > count:
            self._changed.clear()
            await self._changed.wait()
