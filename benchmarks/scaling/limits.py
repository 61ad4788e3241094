"""What breaks first: each thing that is one of its kind, and at how many viewers it is full."""

from dataclasses import dataclass

from benchmarks.scaling.assumptions import Assumptions
from benchmarks.scaling.costs import Costs
from benchmarks.scaling.plan import ROOM, batches_per_second

CONNECTIONS, CONNECTIONS_A_GATEWAY = 97, 30
"""PostgreSQL takes 100, of which three are kept for its owner; a gateway that asks for keys has two
pools of up to 15."""

MOST_GATEWAYS = 10
FOLDER_READS, LOOKS_A_SECOND, JOBS = 20_000.0, 5.0, 100.0
"""Files a second that a network folder opens, assumed; how often a runner looks through all."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What is full, at how many viewers, and what lifts it."""

    what: str
    viewers: float
    lift: str


def limits(costs: Costs, assumed: Assumptions, places: int, rate: float) -> list[Limit]:
    """In the order in which they come, with everything as it ships."""
    bytes_each = rate * (costs.picture_bytes + costs.answer_bytes)
    batches = batches_per_second(costs, assumed, rate)  # a viewer sends one a second
    found = [
        Limit("PostgreSQL's 100 connections", places * CONNECTIONS / CONNECTIONS_A_GATEWAY,
              "`max_connections`, from some 20 gateways on PgBouncer"),
        Limit("the overlay's ten gateways", float(places * MOST_GATEWAYS),
              "`maxReplicas`, and machines for them"),
        Limit("one PostgreSQL's writes", batches,
              "readings gathered for 5 to 10 s; then partitions by month, then one database for "
              "each share of the viewers"),
        Limit("one proxy's network", ROOM * assumed.proxy_gbit * 1e9 / 8 / bytes_each,
              "more proxies behind one name; pictures of 320 pixels are a third"),
        Limit("one proxy's connections", assumed.proxy_connections / 2, "more proxies"),
        Limit(f"the folder of clips, {JOBS:g} in it", places * FOLDER_READS / LOOKS_A_SECOND / JOBS,
              "few gateways that take clips, or `mien analyze --engine ray`"),
    ]  # fmt: skip
    return sorted(found, key=lambda limit: limit.viewers)
