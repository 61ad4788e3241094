"""Servers in a contest: each under its best setting, suspended while another is measured."""

import json
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.bars import BUSY, CROWDED
from benchmarks.load import LoadProcess, Outcome, closed_loop, one_after_many, post
from benchmarks.measurements import Point, Second, point, seconds_after
from benchmarks.pictures import jpegs
from benchmarks.servers import Server
from benchmarks.subjects import Subject

CONNECTIONS = (1, 8, BUSY, CROWDED)
_WARM_UP_SECONDS = 0.5
_BURST_SECONDS = 5.0
_AFTER_SECONDS = 10.0
_REQUESTS = tuple(post("/predict", jpeg) for jpeg in jpegs())


@dataclass(frozen=True, slots=True)
class Contender:
    """A server that runs under its best setting."""

    name: str
    setting: str
    server: Server

    @contextmanager
    def awake(self) -> Iterator[Server]:
        """The server runs inside this context only."""
        self.server.resume()
        try:
            yield self.server
        finally:
            self.server.suspend()


@contextmanager
def enter(load: LoadProcess, subject: Subject, trial_seconds: float) -> Iterator[Contender]:
    """Find a server's best setting by short trials; run it suspended, and stop it at the end."""
    setting = _best_setting(load, subject, trial_seconds)
    with subject.start(setting) as server:
        _check_answers(server)
        server.suspend()
        try:
            yield Contender(subject.name, setting, server)
        finally:
            server.resume()


def measure(load: LoadProcess, contender: Contender, seconds: float) -> list[Point]:
    """One point for each number of connections."""
    with contender.awake() as server:
        return [
            _measured(load, contender.name, contender.setting, server, connections, seconds)
            for connections in CONNECTIONS
        ]


def after_burst(load: LoadProcess, contender: Contender) -> list[Second]:
    """What one connection sees in the seconds after many."""
    with contender.awake() as server:
        burst = load.start(
            one_after_many, server.port, _REQUESTS, CROWDED, _BURST_SECONDS, _AFTER_SECONDS
        )
        return seconds_after(contender.name, burst.result())


def _best_setting(load: LoadProcess, subject: Subject, seconds: float) -> str:
    if len(subject.settings) == 1:
        return subject.settings[0]
    rates: dict[str, float] = {}
    for setting in subject.settings:
        with subject.start(setting) as server:
            trial = _measured(load, subject.name, setting, server, BUSY, seconds)
            rates[setting] = trial.per_second
    return max(rates, key=rates.__getitem__)


def _measured(
    load: LoadProcess, name: str, setting: str, server: Server, connections: int, seconds: float
) -> Point:
    _load(load, server, connections, _WARM_UP_SECONDS).result()
    before = server.cpu_seconds()
    outcomes = _load(load, server, connections, seconds).result()
    return point(name, setting, connections, outcomes, server.cpu_seconds() - before)


def _load(
    load: LoadProcess, server: Server, connections: int, seconds: float
) -> Future[list[Outcome]]:
    return load.start(closed_loop, server.port, _REQUESTS, connections, seconds)


def _check_answers(server: Server) -> None:
    """Every picture is answered, with its one face and seven shares of a hundred."""
    for index, jpeg in enumerate(jpegs()):
        status, body = server.answer(jpeg)
        reply = json.loads(body) if status == 200 else {}
        shares = reply.get("emotion", {})
        if len(reply.get("faces", ())) != 1 or abs(sum(shares.values()) - 100) > 0.1:
            raise RuntimeError(f"picture {index}: {status} {body[:300]!r}")
