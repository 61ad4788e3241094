"""A live stream to a server, which goes on over lost connections.

pictures, sound ─> LiveConnection ─> samples, as the application takes them
          lost ─> another, later and later ─┘
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Self

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from mien.client.connection import CONNECT_SECONDS, GATEWAYS, Connection
from mien.client.errors import StreamRefused, UnexpectedAnswer, Unreachable
from mien.client.in_flight import InFlight
from mien.client.live_connection import FaultTold, LiveConnection
from mien.client.patience import Patience
from mien.client.sources import Pieces, Source
from mien.client.stamps import Stamps
from mien.errors import Overloaded

if TYPE_CHECKING:  # for types alone: they would load ONNX Runtime
    from mien.client.replies.live import LiveSample

REFUSED, TOO_LARGE, TRY_AGAIN_LATER, IDLE = 1008, 1009, 1013, 4408
"""Codes with which a server closes; after any other the stream goes on."""

FULL_SECONDS = 5
"""The wait for a place on a server whose places are all taken."""

CLOSE_SECONDS = 2.0


class LiveStream:
    """Samples of one stream: `async for sample in stream`, once. Made by `Client.stream`.

    `async with stream:` ends it with its block. Iterating raises Unreachable where the server stays
    away, Overloaded where no place gets free, StreamRefused, UnexpectedAnswer, ValueError for times
    that do not grow, and what the sources raise.
    """

    def __init__(
        self, server: Connection, pictures: Pieces, sound: Pieces | None, fault: FaultTold
    ) -> None:
        self._server, self._fault = server, fault
        stamps = Stamps()
        self._pictures = Source(pictures, stamps.picture)
        self._sound = None if sound is None else Source(sound, stamps.sound)
        self._patience, self._in_flight = Patience(server.most_patience), InFlight()
        self._open: LiveConnection | None = None
        self._samples = self._over_connections()

    def __aiter__(self) -> AsyncIterator["LiveSample"]:
        return self._samples

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the stream, and take no more from its sources."""
        await self._samples.aclose()
        await self._close_sources()

    async def follow(self, track: int | None) -> None:
        """Choose the viewer by its track, or None for the largest face.

        Tracks begin anew with each connection, and so does the choice.
        """
        if self._open is not None:
            with suppress(ConnectionClosed):
                await self._open.follow(track)

    async def _over_connections(self) -> AsyncGenerator["LiveSample", None]:
        try:
            while True:
                connection = self._open = await self._connected()
                try:
                    while (sample := await connection.next()) is not None:
                        self._patience.answered()
                        yield sample
                    return
                except ConnectionClosed as closed:
                    pause = self._pause_after(closed)
                finally:
                    self._open = None
                    await connection.close()
                await asyncio.sleep(pause)
        finally:
            await self._close_sources()

    async def _close_sources(self) -> None:
        for source in (self._pictures, self._sound):
            if source is not None:
                await source.close()

    async def _connected(self) -> LiveConnection:
        address = f"ws{self._server.url.removeprefix('http')}/stream"
        while True:
            try:
                socket = await connect(
                    address,
                    additional_headers=self._server.headers,
                    user_agent_header=None,
                    compression=None,  # pictures are compressed already
                    open_timeout=CONNECT_SECONDS,
                    close_timeout=CLOSE_SECONDS,
                )
            except (OSError, WebSocketException) as error:
                await asyncio.sleep(self._pause_unopened(error))
            else:
                self._patience.met()
                return LiveConnection(
                    socket, self._pictures, self._sound, self._in_flight, self._fault
                )

    def _pause_unopened(self, error: Exception) -> float:
        if isinstance(error, InvalidStatus) and error.response.status_code not in GATEWAYS:
            status = error.response.status_code
            said = f"{self._server.url}/stream answered {status}"
            if status in (401, 403):
                raise StreamRefused(said) from error
            raise UnexpectedAnswer(said, status) from error
        why = str(error) or type(error).__name__
        return self._patience.after_loss(Unreachable(f"{self._server.url} does not answer: {why}"))

    def _pause_after(self, closed: ConnectionClosed) -> float:
        code = closed.rcvd.code if closed.rcvd else None
        why = (closed.rcvd.reason if closed.rcvd else "") or str(closed)
        if code in (REFUSED, TOO_LARGE):
            raise StreamRefused(why) from closed
        if code == TRY_AGAIN_LATER:
            return self._patience.after_refusal(Overloaded(why, FULL_SECONDS))
        if code == IDLE:
            return 0.0
        return self._patience.after_loss(Unreachable(f"the live stream broke off: {why}"))
