"""A plain loop over the pictures, timed: what the programs without a server have in common.

The program warms up, says READY, waits for a line on its standard input, so that several can
begin together, and prints one JSON line.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice

from benchmarks.pictures import jpegs

READY = "ready"
_WARM_UP_STEPS = 3


def run(step: Callable[[Sequence[bytes]], object], seconds: float, batch: int = 1) -> None:
    """Call `step` with `batch` encoded pictures at a time, for `seconds`."""
    pictures = cycle(jpegs())
    for _ in range(_WARM_UP_STEPS):
        step(list(islice(pictures, batch)))
    print(READY, flush=True)
    sys.stdin.readline()
    print(json.dumps(_timed(step, pictures, seconds, batch)), flush=True)


def argument_parser() -> argparse.ArgumentParser:
    """The options that every loop takes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=8)
    return parser


def _timed(
    step: Callable[[Sequence[bytes]], object], pictures: "cycle[bytes]", seconds: float, batch: int
) -> dict[str, object]:
    latencies: list[float] = []
    cpu = time.process_time()
    begun = now = time.perf_counter()
    while now < begun + seconds:
        step(list(islice(pictures, batch)))
        latencies.append(time.perf_counter() - now)
        now += latencies[-1]
    return {
        "pictures": batch * len(latencies),
        "seconds": now - begun,
        "cpu_seconds": time.process_time() - cpu,
        "latencies": latencies,
    }
