"""`make scaling`: machines and cost for 10, 10,000 and 1,000,000 live viewers, and what breaks.

results/scaling.json (measured) ─┬─> queue of a gateway ─> a fleet's day ─┬─> results/scaling.md
flags (assumed) ─────────────────┘                                        └─> errors beside
                                                                              what was measured
"""

import argparse

from benchmarks.report import publish
from benchmarks.scaling.assumptions import add_flags, assumed
from benchmarks.scaling.costs import costs, measured
from benchmarks.scaling.limits import limits
from benchmarks.scaling.plan import places, plan
from benchmarks.scaling.report import breaks, errors, inputs, parts, plans

VIEWERS, RATES = (10, 10_000, 1_000_000), (10.0, 5.0, 1.0)
GATHERED = 5.0
"""Seconds for which a viewer's readings are gathered, beyond some thousand viewers."""

FEW = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--measure", action="store_true", help="measure this machine first")
    add_flags(parser)
    arguments = parser.parse_args()
    if arguments.measure:
        from benchmarks.scaling.measuring import measure

        measure()
    found = measured()
    prices, known = assumed(arguments), costs(found)
    wanted = [
        plan(known, prices, viewers, rate, 1.0 if viewers <= FEW else GATHERED)
        for rate in RATES
        for viewers in VIEWERS
    ]
    held = [breaks(limits(known, prices, places(known, rate), rate)) for rate in (10.0, 1.0)]
    publish(
        "scaling",
        f"Measured: {found['machine']}",
        inputs(known, prices),
        f"Clients and others took {found['beside']:.0%} of the two cores at 32 connections.",
        errors(known, found["points"], found["beside"]),
        plans(wanted),
        parts(wanted),
        "As it ships, at 10 pictures a second:",
        held[0],
        "At 1 picture a second:",
        held[1],
    )


if __name__ == "__main__":
    main()
