"""Pictures and sound of an application, taken one ahead of what a live stream has room for.

iterable ─in a thread─┐
asynchronous iterable ┴─> stamped as it comes ─> one at a time; an interrupted wait loses none
"""

import asyncio
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable
from contextlib import suppress
from inspect import isasyncgen

Piece = bytes | tuple[float, bytes]
"""Encoded bytes, perhaps with their time in seconds."""

Pieces = AsyncIterable[Piece] | Iterable[Piece]

Timed = tuple[float, bytes]
"""Seconds, and what came then."""


class Source:
    """The items of an iterable, each with the time that `stamp` gives it, over all connections."""

    def __init__(self, items: Pieces, stamp: Callable[[Piece], Timed]) -> None:
        self._items, self._stamp = items, stamp
        self._take_next = _taker(items)
        self._taking: asyncio.Future[Timed | None] | None = None

    async def next(self) -> Timed | None:
        """The next item, or None at the end; raises what the iterable or `stamp` raises."""
        taking = self._taking or asyncio.ensure_future(self._take())
        self._taking = taking
        await asyncio.wait([taking])  # leaves it going on where this wait is cancelled
        self._taking = None
        item = taking.result()
        if item is not None:
            self._taking = asyncio.ensure_future(self._take())
        return item

    async def close(self) -> None:
        """Take no more."""
        if self._taking is not None:
            self._taking.cancel()
            await asyncio.wait([self._taking])
            with suppress(BaseException):
                self._taking.result()
        if isasyncgen(self._items):
            await self._items.aclose()

    async def _take(self) -> Timed | None:
        piece = await self._take_next()
        return None if piece is None else self._stamp(piece)


def _taker(items: Pieces) -> Callable[[], Awaitable[Piece | None]]:
    if isinstance(items, AsyncIterable):
        later = aiter(items)
        return lambda: anext(later, None)
    now = iter(items)
    return lambda: asyncio.to_thread(next, now, None)
