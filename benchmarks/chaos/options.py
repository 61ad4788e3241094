"""What a run of `make chaos` was asked for."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """`seconds` is how long a fault's load lasts, `overload_seconds` and `soak_seconds` how long
    those two do."""

    only: tuple[str, ...] = ()
    seconds: float = 60.0
    overload_seconds: float = 300.0
    soak_seconds: float = 1800.0


def parsed(arguments: Sequence[str] | None, known: Sequence[str], about: str) -> Options:
    """Of a command line; ends the program where it asks for an unknown scenario."""
    usual = Options()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=about)
    parser.add_argument("--only", nargs="+", choices=known, default=[], metavar="NAME",
                        help=f"of {', '.join(known)}")  # fmt: skip
    parser.add_argument("--seconds", type=float, default=usual.seconds)
    parser.add_argument("--overload-seconds", type=float, default=usual.overload_seconds)
    parser.add_argument("--soak-seconds", type=float, default=usual.soak_seconds)
    found = parser.parse_args(arguments)
    return Options(tuple(found.only), found.seconds, found.overload_seconds, found.soak_seconds)
