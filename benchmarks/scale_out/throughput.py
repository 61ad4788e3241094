"""Pictures a second of one gateway and of three, each with a share of the processors.

client ─32 connections a gateway─> proxy ─> one | three
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from benchmarks.load import LoadProcess, closed_loop, post
from benchmarks.measurements import Point, median_point, point
from benchmarks.pictures import jpegs
from benchmarks.scale_out.gateways import Gateway, proxy
from benchmarks.scale_out.quota import is_possible, quota

CONNECTIONS = 32
SHARE = 0.5
"""Cores of each of three gateways, which leave some of two to the client and the proxy."""

SECONDS, ROUNDS = 3.0, 3


@dataclass(frozen=True, slots=True)
class Setting:
    """So many gateways with so many cores each; 0: as many as they get."""

    gateways: int
    cores: float

    @property
    def name(self) -> str:
        """For the table."""
        return f"{self.cores:g} cores each" if self.cores else "the whole machine"


def settings(count: int) -> list[Setting]:
    """One and `count`: with a share each, with as much together, and as they come."""
    shares = [Setting(1, SHARE), Setting(count, SHARE), Setting(1, count * SHARE)]
    return [*(shares if is_possible() else []), Setting(1, 0), Setting(count, 0)]


def measured(gateways: Sequence[Gateway], key: str) -> list[Point]:
    """Each setting's median over the rounds."""
    with proxy(gateways[:1]) as one, proxy(gateways) as all_of_them, LoadProcess() as load:
        ports = {1: one, len(gateways): all_of_them}
        rounds = [
            [_measure(load, ports, gateways, key, each) for each in settings(len(gateways))]
            for _ in range(ROUNDS)
        ]
    return [median_point(points) for points in zip(*rounds, strict=True)]


def _measure(
    load: LoadProcess, ports: dict[int, int], gateways: Sequence[Gateway], key: str, each: Setting
) -> Point:
    chosen, connections = gateways[: each.gateways], CONNECTIONS * each.gateways
    requests = [post("/predict", jpeg, key=key) for jpeg in jpegs()]
    with ExitStack() as stack:
        if each.cores:
            for gateway in chosen:
                pids = gateway.machine.pids()
                stack.enter_context(quota(gateway.machine.name, each.cores, pids))
        before = sum(gateway.cpu_seconds() for gateway in chosen)
        loading = load.start(closed_loop, ports[each.gateways], requests, connections, SECONDS)
        outcomes = loading.result()
        used = sum(gateway.cpu_seconds() for gateway in chosen) - before
    return point(str(each.gateways), each.name, connections, outcomes, used)
