"""Clients that take places and give nothing for them, beside others who keep their latency.

    500 connections: a third drips a head, a third drips a body, a third never reads its answers
          └─ each closed by the server within the time that its settings state

They are held in a process of their own.
"""

import socket
import tempfile
import time
from collections import defaultdict
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.chaos.ground import ground
from benchmarks.chaos.options import Options
from benchmarks.chaos.tally import Bar, Tally
from benchmarks.chaos.traffic import Seen
from benchmarks.chaos.workers import ports
from benchmarks.load import HOST, LoadProcess
from benchmarks.servers import Server

CONNECTIONS = 500
QUIET_SECONDS = 15.0
DRIP_SECONDS = 1.0
SLOWER = 1.5
CLOSED_WITHIN = {"head": 20.0, "body": 75.0, "answers": 75.0}
"""Seconds: MIEN_HEAD_SECONDS, and the minute for which a body or an answer may stall, and slack."""
PATIENCE_SECONDS = 90.0
LOOK_SECONDS = 0.5

_HEAD = f"POST /predict HTTP/1.1\r\nHost: {HOST}\r\n".encode()
_BODY = _HEAD + b"Content-Type: image/jpeg\r\nContent-Length: 100000\r\n\r\n"
_GREEDY = f"GET /openapi.json HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()


@dataclass(frozen=True, slots=True)
class Drip:
    """A connection from this port, what it does, and since when (monotonic)."""

    port: int
    how: str
    begun: float


def run(options: Options) -> Tally:
    with (
        tempfile.TemporaryDirectory() as folder,
        ground(Path(folder)) as there,
        LoadProcess() as load,
        LoadProcess() as slow,
    ):
        loading = there.start(load, QUIET_SECONDS + PATIENCE_SECONDS + QUIET_SECONDS)
        time.sleep(QUIET_SECONDS)
        begun = time.perf_counter()
        dripping = slow.start(drip, there.server.port, CONNECTIONS, PATIENCE_SECONDS)
        gone = _watch(there.server, dripping)
        drips = dripping.result()
        [seen] = loading.result()
        tally = there.tallied("slowloris", seen)
        tally.bars += _bars(seen, begun)
        for how, most in CLOSED_WITHIN.items():
            held = [_let(each, gone) for each in drips if each.how == how]
            tally.bars.append(Bar.at_most(f"seconds until closed, {how}", max(held), most))
        return tally


def _watch(server: Server, dripping: Future[list[Drip]]) -> dict[int, list[float]]:
    """When (monotonic) no worker held a connection from a port any more; others may reuse it."""
    gone: dict[int, list[float]] = defaultdict(list)
    held: set[int] = set()
    while not dripping.done():
        before, held = held, set()
        for worker in server.workers():
            held |= ports(worker, server.port)
        for port in before - held:
            gone[port].append(time.perf_counter())
        time.sleep(LOOK_SECONDS)
    return gone


def _let(each: Drip, gone: dict[int, list[float]]) -> float:
    """For how many seconds a connection was let; infinite where it never was closed."""
    return next((at - each.begun for at in gone[each.port] if at > each.begun), float("inf"))


def _bars(seen: Seen, begun: float) -> list[Bar]:
    pictures = [each for each in seen.tries if each.kind == "picture"]
    alone = median(each.seconds for each in pictures if each.sent < begun)
    beside = median(each.seconds for each in pictures if begun < each.sent)
    return [Bar.at_most("latency of pictures beside them, by that before", beside / alone, SLOWER)]


def drip(port: int, connections: int, seconds: float) -> list[Drip]:
    """Run in a `LoadProcess`: all for so many seconds, whatever the server does to them."""
    kinds = list(CLOSED_WITHIN)
    sockets = [
        (_opened(port, kinds[n % len(kinds)]), kinds[n % len(kinds)]) for n in range(connections)
    ]
    begun = time.perf_counter()
    held = [Drip(each.getsockname()[1], how, begun) for each, how in sockets]
    end = begun + seconds
    while time.perf_counter() < end:
        for each, how in sockets:
            with suppress(OSError):
                each.send(_GREEDY if how == "answers" else b"x")
        time.sleep(DRIP_SECONDS)
    for each, _ in sockets:
        each.close()
    return held


def _opened(port: int, how: str) -> socket.socket:
    """A connection that has said its first words, and that takes few bytes of an answer."""
    opened = socket.socket()
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    opened.connect((HOST, port))
    opened.setblocking(False)
    opened.send({"head": _HEAD, "body": _BODY, "answers": _GREEDY * 400}[how])
    return opened
