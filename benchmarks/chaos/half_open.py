"""Live streams whose clients vanish without a word, as with a pulled cable.

clients from an address of their own ─every place taken─> gateway
       └─ their address goes: nothing arrives either way, nobody is told
                 ├─ places free again, soon after MIEN_STREAM_IDLE_SECONDS
                 └─ other clients notice nothing
"""

import asyncio
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import uvloop
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.chaos.ground import ground, seconds_until
from benchmarks.chaos.options import Options
from benchmarks.chaos.tally import Bar, NotRun, Tally
from benchmarks.load import HOST, LoadProcess
from benchmarks.pictures import jpegs
from benchmarks.servers import WORKERS
from mien.clips.messages import Kind, pack
from services.stream.route import TRY_AGAIN_LATER

VANISHING = "127.0.0.9"
PLACES = 8
"""Of each worker; the settings' own number would take more files than a user may have."""
IDLE_SECONDS = 30.0
_SLACK_SECONDS = 5.0
_TRIES_A_PLACE = 3
"""The kernel chooses the worker, and one may be full while the other is not."""


def run(options: Options) -> Tally:
    with (
        tempfile.TemporaryDirectory() as folder,
        ground(Path(folder), own={"MIEN_MAX_STREAMS": str(PLACES)}) as there,
        LoadProcess() as load,
        LoadProcess() as vanishing,
    ):
        port, seconds = there.server.port, 2 * IDLE_SECONDS + 2 * _SLACK_SECONDS
        loading = there.start(load, seconds + 10.0)
        time.sleep(5.0)
        going = vanishing.start(take_places, port, WORKERS * PLACES, seconds)
        time.sleep(5.0)
        full = not _fits(port)
        with unreachable(VANISHING):
            freed = seconds_until(lambda: _fits(port), IDLE_SECONDS + 4 * _SLACK_SECONDS)
            print(f"a stream fits again after {freed:.1f} s", file=sys.stderr)
            time.sleep(_SLACK_SECONDS)
            fitting = uvloop.run(_held(port, HOST, WORKERS * PLACES, 0.0))
            [taken] = going.result()
        [seen] = loading.result()
        tally = there.tallied("half_open", seen)
        limit = IDLE_SECONDS + _SLACK_SECONDS
        tally.bars += [
            Bar.at_least("places taken before", taken * full, 1),
            Bar.at_most("seconds until a place is free", freed, limit),
            Bar.at_least("places free then", fitting, taken),
        ]
        return tally


@contextmanager
def unreachable(address: str) -> Iterator[None]:
    """Let no packet reach a loopback address or leave it. Raises NotRun where that is not ours to
    do."""
    route = ["ip", "route", "{}", "blackhole", f"{address}/32", "table", "local"]
    command = " ".join(route)
    if os.getuid() or subprocess.call(command.format("add").split(), stderr=subprocess.DEVNULL):
        raise NotRun("this user may not change routes with ip(8)")
    try:
        yield
    finally:
        subprocess.run(command.format("del").split(), check=True)


def take_places(port: int, most: int, seconds: float) -> list[int]:
    """Run in a `LoadProcess`: open streams from VANISHING until none fits or there are `most`, and
    send pictures over them; how many there were."""
    return [uvloop.run(_held(port, VANISHING, most, seconds))]


async def _held(port: int, source: str, most: int, seconds: float) -> int:
    """How many streams are open at once, which then go on for so many seconds."""
    held = [await _opened(port, source) for _ in range(_TRIES_A_PLACE * most)]
    sockets = [socket for socket in held if socket is not None]
    await asyncio.gather(*(_go_on(socket, seconds) for socket in sockets))
    return len(sockets)


async def _opened(port: int, source: str) -> ClientConnection | None:
    """A stream that answered a picture; None where no place was free."""
    socket = await connect(
        f"ws://{HOST}:{port}/stream", local_addr=(source, 0), ping_interval=None, close_timeout=1
    )
    try:
        await socket.send(pack(Kind.PICTURE, 0.0, jpegs()[0]))
        await socket.recv()
    except ConnectionClosed as closed:
        if closed.rcvd is None or closed.rcvd.code != TRY_AGAIN_LATER:
            raise
        return None
    return socket


async def _go_on(socket: ClientConnection, seconds: float) -> None:
    """Send pictures; the system takes what cannot leave until its buffer is full."""
    with suppress(TimeoutError, OSError, ConnectionClosed):
        async with asyncio.timeout(seconds):
            for number in itertools.count(1):
                await socket.send(pack(Kind.PICTURE, number / 2, jpegs()[number % len(jpegs())]))
                await asyncio.sleep(0.5)
    socket.transport.abort()  # to close takes an answer, which cannot come


def _fits(port: int) -> bool:
    return uvloop.run(_held(port, HOST, 1, 0.0)) > 0
