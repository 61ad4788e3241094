"""One connection of a live stream: what is sent on the one side, what is told on the other.

    pictures, sound ─> Sending ─> WS /stream ─> samples, to whoever asks for the next
                                           └──> faults

An answer counts only when it is taken, so a slow reader holds up the sending of pictures, and
neither side ever holds more than a few.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from websockets.asyncio.client import ClientConnection

from mien.client.errors import ServerProblem
from mien.client.in_flight import InFlight
from mien.client.sending import Sending
from mien.client.sources import Source
from mien.clips.messages import pack_viewer

if TYPE_CHECKING:  # for types alone: they would load ONNX Runtime
    from mien.client.replies.live import LiveSample

logger = logging.getLogger("mien.client")

LOST_SECONDS = 2.0
"""A picture that is unanswered for so long was dropped."""

FaultTold = Callable[[ServerProblem], None]


def log_fault(problem: ServerProblem) -> None:
    """Say in the log what the server could not read."""
    logger.warning("%s. %s", problem.detail, problem.action)


class LiveConnection:
    """Sends from when it is made; `close` it in the end."""

    def __init__(
        self,
        socket: ClientConnection,
        pictures: Source,
        sound: Source | None,
        in_flight: InFlight,
        fault: FaultTold,
    ) -> None:
        self._socket, self._in_flight, self._fault = socket, in_flight, fault
        sending = Sending(socket, pictures, sound, in_flight)
        self._sending = asyncio.ensure_future(sending.run())

    async def next(self) -> "LiveSample | None":
        """The next sample, or None when the last picture is answered.

        Raises ConnectionClosed, and what a source raises.
        """
        while (text := await self._next_text()) is not None:
            told = json.loads(text)
            if "seconds" in told:
                self._in_flight.answered(told["seconds"])
            if told["type"] == "sample":
                sample: LiveSample = told
                return sample
            if told["type"] == "error":
                self._fault(ServerProblem(told["error"], int(told["error"]["status"])))
        return None

    async def follow(self, track: int | None) -> None:
        """Choose the viewer. Raises ConnectionClosed."""
        await self._socket.send(pack_viewer(track))

    async def close(self) -> None:
        """Send no more."""
        self._sending.cancel()
        await asyncio.gather(self._sending, return_exceptions=True)
        self._in_flight.connection_lost()
        await self._socket.close()

    async def _next_text(self) -> str | bytes | None:
        while True:
            receiving = asyncio.ensure_future(self._socket.recv())
            try:
                done, _ = await asyncio.wait(
                    {receiving, self._sending},
                    timeout=LOST_SECONDS,
                    return_when=asyncio.FIRST_COMPLETED,
                )
            finally:
                if not receiving.done():
                    receiving.cancel()
            if receiving in done:
                return receiving.result()
            if self._sending in done:
                self._sending.result()
                return None
            self._in_flight.give_up()
