"""What was not measured: prices and machines, each a flag that a reader replaces by their own."""

import argparse
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Prices in dollars, of the size of cloud list prices of 2026; capacities as bought."""

    core_hour: float = 0.04
    """A core and 4 GiB of a gateway's machine."""

    machine_cores: float = 16.0
    database_hour: float = 1.20
    """PostgreSQL on a machine of 16 cores, 64 GiB and fast disks, with its standby."""

    database_gain: float = 8.0
    """How many times what one plain connection inserts here such a machine takes."""

    proxy_hour: float = 0.40
    proxy_gbit: float = 10.0
    proxy_connections: float = 50_000.0
    gigabyte_month: float = 0.12
    egress_gigabyte: float = 0.05
    days_kept: float = 30.0
    hours_watched: float = 3.0
    """Of a day, by each place of the busiest moment."""


HOURS = 730.0
"""Of a month."""


def add_flags(parser: argparse.ArgumentParser) -> None:
    """One for each assumption."""
    for each in fields(Assumptions):
        flag = f"--{each.name.replace('_', '-')}"
        parser.add_argument(flag, type=float, default=each.default, help="assumed")


def assumed(arguments: argparse.Namespace) -> Assumptions:
    """As the flags say."""
    return Assumptions(**{each.name: getattr(arguments, each.name) for each in fields(Assumptions)})
