"""A gateway's worker as a queue: what waits is read together, BATCH at most.

    pictures ─> waiting ─worker idle: up to BATCH at once─> batch_ms + n * picture_ms ─> answers

Streams: at most one picture of each waits, and a newer one takes its place. Closed loops: each
connection sends its next picture when it has its answer.
"""

import heapq
from collections import deque
from dataclasses import dataclass

import numpy as np

from benchmarks.scaling.costs import BATCH, Costs

WARM_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Served:
    """Answers a second, percentiles of their time in ms, the share that was never read."""

    per_second: float
    p50_ms: float
    p99_ms: float
    dropped: float = 0.0


class Worker:
    """The service times of one with a core of its own."""

    def __init__(self, costs: Costs, picture_ms: float, seed: int) -> None:
        self._costs, self._picture_ms = costs, picture_ms
        self._random = np.random.default_rng(seed)

    def seconds(self, pictures: int) -> float:
        """For a batch."""
        spread = self._costs.noise
        noise = float(self._random.lognormal(-(spread**2) / 2, spread))  # of mean 1
        return (self._costs.batch_ms + pictures * self._picture_ms) * noise / 1000


def closed_loops(
    costs: Costs, connections: int, workers: int, beside: float = 0.0, seconds: float = 60.0
) -> Served:
    """Connections spread over workers as evenly as they come, each always with one picture;
    `beside` is the share of the processors that others take."""
    taken: list[float] = []
    for number in range(min(workers, connections)):
        mine = len(range(number, connections, workers))
        taken += _closed(Worker(costs, costs.picture_ms, number), mine, beside, seconds)
    return _served(taken, seconds)


def _closed(worker: Worker, connections: int, beside: float, seconds: float) -> list[float]:
    waiting, now = deque([0.0] * connections), 0.0
    taken: list[float] = []
    while now < seconds + WARM_SECONDS:
        batch = [waiting.popleft() for _ in range(min(BATCH, len(waiting)))]
        now += worker.seconds(len(batch)) / (1 - beside)
        if now > WARM_SECONDS:
            taken += [now - since for since in batch]
        waiting.extend([now] * len(batch))
    return taken


def live(
    costs: Costs, streams: int, rate: float, beside: float = 0.0, seconds: float = 30.0
) -> Served:
    """Streams of `rate` pictures a second into one worker of one core, of which `beside` is the
    share that other work takes."""
    arrivals = _arrivals(streams, rate, seconds)
    worker = Worker(costs, costs.streamed_ms, 0)
    waiting: dict[int, float] = {}
    taken: list[float] = []
    now, place = 0.0, 0
    while place < len(arrivals) or waiting:
        if not waiting:
            now = max(now, arrivals[place][0])
        while place < len(arrivals) and arrivals[place][0] <= now:
            moment, stream = arrivals[place]
            waiting[stream] = moment  # a newer picture keeps the place of the one it replaces
            place += 1
        batch = [waiting.pop(stream) for stream in list(waiting)[:BATCH]]
        now += worker.seconds(len(batch)) / (1 - beside)
        taken += [now - since for since in batch]
    served = _served(taken, seconds)
    dropped = 1 - len(taken) / len(arrivals)
    return Served(served.per_second, served.p50_ms, served.p99_ms, dropped)


def _arrivals(streams: int, rate: float, seconds: float) -> list[tuple[float, int]]:
    """By the clock of each camera, which jitters by a tenth of its period."""
    random = np.random.default_rng(0)
    count = round(rate * seconds)
    each = (
        [
            (float(moment), stream)
            for moment in np.sort(
                (np.arange(count) + random.random() + random.normal(0, 0.1, count)) / rate
            )
        ]
        for stream in range(streams)
    )
    return list(heapq.merge(*each))


def _served(taken: list[float], seconds: float) -> Served:
    p50, p99 = np.percentile(taken, (50, 99))
    return Served(len(taken) / seconds, 1000 * float(p50), 1000 * float(p99))
