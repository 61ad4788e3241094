"""From so many viewers to machines, bytes and money, and the order in which things break.

viewers, pictures a second ─> places of a gateway (queue) ─> a day (fleet) ─> cores, cost
                           └> readings ─> databases     └> bytes ─> proxies, disks
"""

import math
from dataclasses import dataclass

from benchmarks.scaling.assumptions import HOURS, Assumptions
from benchmarks.scaling.costs import LARGE, SMALL, Costs
from benchmarks.scaling.fleet import Day, day
from benchmarks.scaling.queue import live

LAG_MS, DROPPED = 150.0, 0.01
"""What a live answer is held to: 99 of 100 within, and so few pictures left out."""

ROOM = 0.7
"""The share of its places that a gateway gives away, since faces differ and clips run beside."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What so many viewers need. Cost is in dollars a month, with its parts; `hours` are what they
    watch in it together, `memory` bytes."""

    viewers: int
    rate: float
    places: int
    day: Day
    machines: int
    memory: float
    databases: int
    proxies: int
    gbit: float
    rows_per_second: float
    gigabytes_a_day: float
    hours: float
    cost: dict[str, float]


def places(costs: Costs, rate: float, gathered: float = 1.0) -> int:
    """Viewers that one gateway of one core serves as it is held to, with room left: their pictures,
    and their readings every `gathered` seconds."""
    count = 1
    while (beside := (count + 1) * costs.readings_ms / 1000 / gathered) < 1:
        served = live(costs, count + 1, rate, beside)
        if served.p99_ms > LAG_MS or served.dropped > DROPPED:
            break
        count += 1
    return max(1, int(ROOM * count))


def plan(
    costs: Costs, assumed: Assumptions, viewers: int, rate: float, gathered: float = 1.0
) -> Plan:
    """With `rate` pictures a second of each viewer, whose readings are sent every `gathered`
    seconds."""
    each = places(costs, rate, gathered)
    lived = day(viewers, each)
    rows = viewers * rate
    gbit = viewers * rate * (costs.picture_bytes + costs.answer_bytes) * 8 / 1e9
    batches = batches_per_second(costs, assumed, gathered * rate)
    databases = math.ceil(viewers / gathered / batches / ROOM)
    proxies = max(
        math.ceil(gbit / assumed.proxy_gbit / ROOM),
        math.ceil(2 * viewers / assumed.proxy_connections),
        1,
    )
    seconds = assumed.hours_watched * 3600
    stored = rows * seconds * costs.reading_bytes / 1e9
    told = rows * seconds * costs.answer_bytes / 1e9
    cost = {
        "gateways": lived.mean * assumed.core_hour * HOURS,
        "databases": databases * assumed.database_hour * HOURS,
        "proxies": (proxies + 1) * assumed.proxy_hour * HOURS,
        "disks": stored * assumed.days_kept * assumed.gigabyte_month,
        "answers sent out": told * 30 * assumed.egress_gigabyte,
    }
    hours = viewers * assumed.hours_watched * 30
    memory = lived.most * costs.gateway_bytes
    machines = math.ceil(lived.most / assumed.machine_cores)
    return Plan(
        viewers, rate, each, lived, machines, memory, databases, proxies, gbit, rows, stored,
        hours, cost,
    )  # fmt: skip


def batches_per_second(costs: Costs, assumed: Assumptions, readings: float) -> float:
    """That one database takes, of so many readings each."""
    reading_ms = (costs.large_insert_ms - costs.insert_ms) / (LARGE - SMALL)
    batch_ms = costs.insert_ms + (readings - SMALL) * reading_ms
    return assumed.database_gain * 1000 / batch_ms
