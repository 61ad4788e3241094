"""The end of a worker that no request notices.

    SIGTERM ─> live streams: 1012, come again; every answer: Connection: close
            ─> new connections to the server that takes over, where one listens here too
            ─> connections gone, or MIEN_DRAIN_SECONDS over ─> uvicorn's own end

uvicorn alone closes idle connections at once, and a request that is just being sent on one is lost;
here each client hears first that its connection ends. Connections that wait to be accepted are lost
with a socket that closes; so it closes only once they go elsewhere and those that wait are in.
"""

import asyncio
import logging
import signal
import time
from types import FrameType

import uvicorn
from starlette.datastructures import State

from mien.settings import Settings
from services.steering import Successor, steer, successor

logger = logging.getLogger("mien.end")

CLOSE = (b"connection", b"close")
LOOK_SECONDS = 0.05
ACCEPT_SECONDS = 0.3
LAST_SECONDS = 2.0
"""For what was accepted last."""


def drain_at_end(state: State, chosen: Settings) -> None:
    """In a worker, around uvicorn's handler of SIGTERM; no effect under another server."""
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    if isinstance(server, uvicorn.Server):
        signal.signal(signal.SIGTERM, Drain(server, state, chosen.drain_seconds).begin)


class Drain:
    """Lets the connections of a server end, and then the server."""

    def __init__(self, server: uvicorn.Server, state: State, seconds: float) -> None:
        self._server, self._state, self._seconds = server, state, seconds
        self._task: asyncio.Task[None] | None = None

    def begin(self, number: int, frame: FrameType | None) -> None:
        """A signal's handler; a second signal ends the server without waiting."""
        if self._state.draining.is_set() or not self._server.started:
            self._server.handle_exit(number, frame)
            return
        asyncio.get_running_loop().call_soon_threadsafe(self._start)

    def _start(self) -> None:
        self._state.draining.set()
        self._task = asyncio.ensure_future(self._drain())

    async def _drain(self) -> None:
        try:
            self._tell_clients()
            after = await asyncio.to_thread(successor, self._listening())
            if after is not None:
                await self._hand_over(after)
            else:
                await self._until_gone(self._seconds)
        except Exception:
            logger.exception("the connections could not be drained")
        finally:
            self._server.handle_exit(signal.SIGTERM, None)

    async def _hand_over(self, after: Successor) -> None:
        steer(self._listening(), after)
        await asyncio.sleep(ACCEPT_SECONDS)
        await self._until_gone(self._seconds)
        steer(self._listening(), after, only_first=True)
        await asyncio.sleep(ACCEPT_SECONDS)
        await self._until_gone(LAST_SECONDS)

    def _tell_clients(self) -> None:
        self._server.config.encoded_headers.append(CLOSE)
        self._server.server_state.default_headers.append(CLOSE)

    def _listening(self) -> int:
        return self._server.servers[0].sockets[0].fileno()

    async def _until_gone(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while self._server.server_state.connections and time.monotonic() < deadline:
            await asyncio.sleep(LOOK_SECONDS)
