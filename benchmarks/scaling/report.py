"""The model's tables: what went in, how well it foretells, what it says."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from benchmarks.report import table
from benchmarks.scaling.assumptions import Assumptions
from benchmarks.scaling.costs import Costs
from benchmarks.scaling.limits import Limit
from benchmarks.scaling.plan import Plan
from benchmarks.scaling.queue import closed_loops

WORKERS = 2


def inputs(costs: Costs, assumed: Assumptions) -> str:
    """Measured and assumed, each with its value."""
    rows = [
        (each.name, f"{getattr(held, each.name):.4g}", kind)
        for held, kind in ((costs, "measured"), (assumed, "assumed"))
        for each in fields(held)
    ]
    return table(("input", "value", "is"), rows)


def errors(costs: Costs, points: Sequence[dict[str, Any]], beside: float) -> str:
    """The simulation beside what was measured, for one gateway of two workers on two cores, of
    which all else took the share `beside`; one alone has a core that the gateway leaves idle."""
    columns = ("measured", "simulated", "error")
    figures = [f"{of} {each}" for of in ("pictures/s", "p50 ms", "p99 ms") for each in columns]
    head = ("connections", *figures)
    rows = []
    for each in points:
        others = beside if each["connections"] > 1 else 0.0
        served = closed_loops(costs, each["connections"], WORKERS, others)
        pairs = ((each["per_second"], served.per_second), (each["p50_ms"], served.p50_ms),
                 (each["p99_ms"], served.p99_ms))  # fmt: skip
        cells = [
            text
            for seen, said in pairs
            for text in (f"{seen:.1f}", f"{said:.1f}", f"{said / seen - 1:+.0%}")
        ]
        rows.append((str(each["connections"]), *cells))
    return table(head, rows)


def plans(found: Sequence[Plan]) -> str:
    """One row a size and rate."""
    head = ("viewers", "pictures/s each", "viewers a core", "cores, mean", "cores, most",
            "machines", "GiB, most", "turned away", "in the worst minute", "databases", "proxies",
            "Gbit/s in", "rows/s", "GB a day", "$ a month", "$ a viewer's hour")  # fmt: skip
    return table(head, [_plan(each) for each in found])


def _plan(each: Plan) -> tuple[str, ...]:
    month = sum(each.cost.values())
    return (
        f"{each.viewers:,}",
        f"{each.rate:g}",
        str(each.places),
        f"{each.day.mean:,.0f}",
        f"{each.day.most:,}",
        f"{each.machines:,}",
        f"{each.memory / 2**30:,.1f}",
        f"{each.day.turned_away:.2%}",
        f"{each.day.worst_minute:.1%}",
        str(each.databases),
        str(each.proxies),
        f"{each.gbit:.3g}",
        f"{each.rows_per_second:,.0f}",
        f"{each.gigabytes_a_day:,.1f}",
        f"{month:,.0f}",
        f"{month / each.hours:.4f}",
    )


def parts(found: Sequence[Plan]) -> str:
    """Where the money goes."""
    names = list(found[0].cost)
    rows = [
        (f"{each.viewers:,}", f"{each.rate:g}", *(f"{each.cost[name]:,.0f}" for name in names))
        for each in found
    ]
    return table(("viewers", "pictures/s each", *(f"{name}, $ a month" for name in names)), rows)


def breaks(found: Sequence[Limit]) -> str:
    """What is full first."""
    rows = [(each.what, f"{each.viewers:,.0f}", each.lift) for each in found]
    return table(("what is full", "at viewers", "what lifts it"), rows)
