"""Pictures and sound of an application, taken one by one as a live stream has room for them.

iterable ─in a thread─┐
asynchronous iterable ┴─> one item at a time; an interrupted wait loses none
"""

import asyncio
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable
from contextlib import suppress
from inspect import isasyncgen

Piece = bytes | tuple[float, bytes]
"""Encoded bytes, perhaps with their time in seconds."""

Pieces = AsyncIterable[Piece] | Iterable[Piece]


class Source:
    """The items of an iterable over any number of connections."""

    def __init__(self, items: Pieces) -> None:
        self._items = items
        self._take: Callable[[], Awaitable[Piece | None]] = _taker(items)
        self._taking: asyncio.Future[Piece | None] | None = None

    async def next(self) -> Piece | None:
        """The next item, or None at the end; raises what the iterable raises."""
        if self._taking is None:
            self._taking = asyncio.ensure_future(self._take())
        taking = self._taking
        await asyncio.wait([taking])  # leaves it going on where this wait is cancelled
        self._taking = None
        return taking.result()

    async def close(self) -> None:
        """Take no more."""
        if self._taking is not None:
            self._taking.cancel()
            with suppress(BaseException):
                await self._taking
        if isasyncgen(self._items):
            await self._items.aclose()


def _taker(items: Pieces) -> Callable[[], Awaitable[Piece | None]]:
    if isinstance(items, AsyncIterable):
        later = aiter(items)
        return lambda: anext(later, None)
    now = iter(items)
    return lambda: asyncio.to_thread(next, now, None)
