"""What a live stream sends over one connection.

pictures ─as earlier ones are answered─┐
sound ────as it comes──────────────────┴─> messages
"""

import asyncio
from collections.abc import Coroutine
from typing import Any

from websockets.asyncio.client import ClientConnection

from mien.client.in_flight import InFlight
from mien.client.sources import Source, Timed
from mien.client.stamps import PCM_BYTES_A_SECOND
from mien.clips.messages import MOST_SOUND_BYTES, Kind, pack


class Sending:
    """Sends to one connection; the sources outlive it."""

    def __init__(
        self,
        socket: ClientConnection,
        pictures: Source,
        sound: Source | None,
        in_flight: InFlight,
    ) -> None:
        self._socket, self._in_flight = socket, in_flight
        self._pictures, self._sound = pictures, sound

    async def run(self) -> None:
        """Send until the last picture is answered.

        Raises ConnectionClosed, and what a source raises.
        """
        hearing = None if self._sound is None else self._send_sound(self._sound)
        await _first(self._send_pictures(), hearing)

    async def _send_pictures(self) -> None:
        while (picture := await self._next_picture()) is not None:
            self._in_flight.sent(picture)
            await self._socket.send(pack(Kind.PICTURE, *picture))
            await self._in_flight.room()
        await self._in_flight.all_answered()

    async def _next_picture(self) -> Timed | None:
        return self._in_flight.to_send_again() or await self._pictures.next()

    async def _send_sound(self, sound: Source) -> None:
        while (piece := await sound.next()) is not None:
            seconds, pcm = piece
            for start in range(0, len(pcm), MOST_SOUND_BYTES):
                part = pcm[start : start + MOST_SOUND_BYTES]
                begin = seconds + start / PCM_BYTES_A_SECOND
                await self._socket.send(pack(Kind.PCM, begin, part))


async def _first(
    first: Coroutine[Any, Any, None], beside: Coroutine[Any, Any, None] | None
) -> None:
    """Wait for `first`, and raise what `beside` raises until then."""
    ended_by = asyncio.ensure_future(first)
    running = {ended_by} | ({asyncio.ensure_future(beside)} if beside else set())
    try:
        while ended_by in running:
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
