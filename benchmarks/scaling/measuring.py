"""What `--measure` finds out on this machine: a stream's CPU, a gateway's memory, bytes."""

import asyncio
import json
import os
from dataclasses import asdict, dataclass
from statistics import mean

import psutil
from sqlalchemy import text

from benchmarks.bars import BUSY
from benchmarks.live_client import Lags, streams
from benchmarks.load import LoadProcess, closed_loop, post
from benchmarks.measurements import Point, point
from benchmarks.pictures import jpegs
from benchmarks.report import machine
from benchmarks.scaling.costs import LARGE, MEASURED, SMALL
from benchmarks.servers import Server, gateway
from benchmarks.sessions import SERVER
from benchmarks.sessions_database import database
from benchmarks.sessions_load import Sent, send_all

STREAMS, RATE, SECONDS = 4, 10.0, 15.0
SESSIONS = 100
CONNECTIONS = (1, 8, BUSY, 128)
ANSWER_BYTES = 1500.0
"""Of one face, with its track, voice and fusion."""


@dataclass(frozen=True, slots=True)
class _Load:
    """CPU seconds of the server for so many things."""

    cpu_seconds: float
    things: int

    @property
    def ms(self) -> float:
        """Of each."""
        return 1000 * self.cpu_seconds / self.things


def measure() -> None:
    """Write what was found to `results/scaling.json`."""
    with database(SERVER) as held:
        senders = held.begin(SESSIONS)
        os.environ["MIEN_DATABASE_URL"] = held.url
        with gateway() as server, LoadProcess() as load:
            load.start(send_all, server.port, senders, SMALL, 10.0, 3.0).result()
            before = server.cpu_seconds()
            later = [type(each)(each.session_id, each.token, 10_000) for each in senders]
            sent = load.start(send_all, server.port, later, SMALL, 10.0, SECONDS).result()
            readings = _Load(server.cpu_seconds() - before, _batches(sent))
            before = server.cpu_seconds()
            lags = load.start(_stream, server.port).result()
            live = _Load(server.cpu_seconds() - before, sum(len(each.lags) for each in lags))
            memory = _memory(server)
            loads = [_closed(server, load, connections) for connections in CONNECTIONS]
        inserts = {size: held.plain_inserts(size, 3.0) for size in (SMALL, LARGE)}
        with held.engine.connect() as connection:
            size = text("SELECT pg_total_relation_size('reading')::float / count(*) FROM reading")
            reading_bytes = connection.execute(size).scalar_one()
    found = {
        "machine": machine(),
        "points": [asdict(each) for each, _ in loads],
        "beside": loads[CONNECTIONS.index(BUSY)][1],
        "streamed_ms": live.ms,
        "readings_ms": readings.ms,
        "gateway_bytes": memory,
        "picture_bytes": mean(map(len, jpegs())),
        "answer_bytes": ANSWER_BYTES,
        "reading_bytes": float(reading_bytes),
        "insert_ms": 1000 / inserts[SMALL],
        "large_insert_ms": 1000 / inserts[LARGE],
    }
    MEASURED.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def _closed(server: Server, load: LoadProcess, connections: int) -> tuple[Point, float]:
    """What a load came to, and the share of the processors' work that was not the server's."""
    requests = [post("/predict", jpeg) for jpeg in jpegs()]
    before, busy = server.cpu_seconds(), _busy_seconds()
    outcomes = load.start(closed_loop, server.port, requests, connections, 6.0).result()
    used, busy = server.cpu_seconds() - before, _busy_seconds() - busy
    return point("gateway", "as shipped", connections, outcomes, used), 1 - used / busy


def _busy_seconds() -> float:
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - times.iowait - times.guest - times.guest_nice)


def _stream(port: int) -> list[Lags]:
    return asyncio.run(streams(port, jpegs(), STREAMS, RATE, SECONDS))


def _batches(sent: list[Sent]) -> int:
    return sum(outcome.status == 200 for each in sent for outcome in each.outcomes)


def _memory(server: Server) -> float:
    """Of one worker with the runner beside it, which nobody else shares."""
    worker = server.workers()[0]
    own = [worker, *worker.children(recursive=True)]
    return float(sum(psutil.Process(each.pid).memory_full_info().uss for each in own))
