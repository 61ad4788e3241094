"""kill -9 of worker processes under traffic: the busiest, random ones, and both at once.

Only what was under way on a killed worker's connections may be lost, and as many workers as before
must serve again within seconds.
"""

import random
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.chaos.ground import Ground, ground, seconds_until
from benchmarks.chaos.line import Try
from benchmarks.chaos.options import Options
from benchmarks.chaos.tally import Bar, Tally
from benchmarks.chaos.traffic import Seen
from benchmarks.load import HOST, LOST, LoadProcess, post
from benchmarks.pictures import jpegs
from benchmarks.servers import Server

PAUSE_SECONDS = 2.0
MOST_SECONDS = 30.0
_NOTICED_SECONDS = 0.5
"""A client learns that late at most that its connection has ended."""


@dataclass(frozen=True, slots=True)
class Kill:
    """When (monotonic), how many connections the victims held, and when all served again."""

    at: float
    held: int
    whole_after: float

    def lost_of(self, tries: Sequence[Try]) -> int:
        """How many requests without an answer were under way then."""
        return sum(
            each.status == LOST
            and each.sent - _NOTICED_SECONDS < self.at < each.ended
            and each.ended < self.at + _NOTICED_SECONDS
            for each in tries
        )


def run(options: Options) -> Tally:
    with (
        tempfile.TemporaryDirectory() as folder,
        ground(Path(folder)) as there,
        LoadProcess() as load,
    ):
        loading = there.start(load, options.seconds)
        kills = _kill_until_done(there.server, loading, options.seconds)
        [seen] = loading.result()
        return tallied(there, seen, kills)


def tallied(there: Ground, seen: Seen, kills: list[Kill]) -> Tally:
    """What the kills came to."""
    tally = there.tallied("workers", seen)
    for each in kills:
        tally.forgive(each.held, each.lost_of(seen.tries))
    tally.recovery_seconds = max(each.whole_after for each in kills)
    ended = [state for state in seen.clips.values() if state != "done"]
    tally.bars.append(Bar.at_most("accepted clips that were not analysed", len(ended), 0))
    tally.bars.append(Bar.at_least("kills", len(kills), 2))
    times = ", ".join(f"{each.whole_after:.2f}" for each in kills)
    tally.notes.append(f"Seconds until all workers served again, kill by kill: {times}.")
    return tally


def _kill_until_done(server: Server, loading: Future[list[Seen]], seconds: float) -> list[Kill]:
    """The first kill is of the busiest worker, the last of both."""
    chance = random.Random(8)
    end = time.perf_counter() + seconds - MOST_SECONDS / 4
    time.sleep(PAUSE_SECONDS)
    kills = [kill(server, [max(server.workers(), key=lambda w: len(ports(w, server.port)))])]
    while time.perf_counter() < end and not loading.done():
        time.sleep(PAUSE_SECONDS + chance.random())
        kills.append(kill(server, [chance.choice(server.workers())]))
    time.sleep(PAUSE_SECONDS)
    kills.append(kill(server, server.workers()))
    return kills


def kill(server: Server, victims: list[psutil.Process]) -> Kill:
    """Kill these workers and wait until as many new ones serve."""
    survivors = [worker for worker in server.workers() if worker not in victims]
    held = sum(len(ports(victim, server.port)) for victim in victims)
    at = time.perf_counter()
    for victim in victims:
        victim.send_signal(signal.SIGKILL)
    serving: set[psutil.Process] = set()

    def all_serve() -> bool:
        newest = served_by(server)
        if newest is not None and newest not in survivors:
            serving.add(newest)
        return len(serving) == len(victims)

    took = seconds_until(all_serve, MOST_SECONDS)
    print(f"killed {len(victims)} of the workers: {took:.2f} s", file=sys.stderr)
    return Kill(at, held, took)


def served_by(server: Server) -> psutil.Process | None:
    """The worker that answers a picture on a fresh connection."""
    with socket.create_connection((HOST, server.port), timeout=5) as connection:
        connection.sendall(post("/predict", jpegs()[0]))
        answer = connection.recv(65536)
        port = connection.getsockname()[1]
        held_by = (w for w in server.workers() if port in ports(w, server.port))
        return next(held_by, None) if answer.startswith(b"HTTP/1.1 200") else None


def ports(worker: psutil.Process, port: int) -> set[int]:
    """Those of the clients connected to a worker that listens on `port`."""
    try:
        connections = worker.net_connections("tcp")
    except psutil.Error:
        return set()
    return {each.raddr.port for each in connections if each.raddr and each.laddr.port == port}
