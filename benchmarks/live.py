"""`make bench-live`: how far live answers lag behind, as real WebSocket clients see it.

    mien serve <─4 clients at 10 pictures a second, with sound─> lags ─┐
               <─1 client at 30 pictures a second, with sound──> lags ─┴> results/live.md

Drift is how much longer an answer takes in the last tenth of the pictures than in the first.
"""

import argparse
import asyncio
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context

import numpy as np
import psutil

from benchmarks.bars import Bar
from benchmarks.live_client import Lags, streams
from benchmarks.pictures import jpegs
from benchmarks.report import bar_table, busy, machine, publish
from benchmarks.servers import end_on_sigterm, gateway

MINUTES = 10.0
MANY, FAST = (4, 10.0), (1, 30.0)
FAST_SHARE = 0.2
"""The faster load takes so much of the time of the other, which shows drift."""

MOST_DRIFT_MS = 10.0


def bars(many: Sequence[Lags], fast: Sequence[Lags]) -> Iterator[Bar]:
    """What is promised of both loads."""
    for found, (count, rate), most in ((many, MANY, 150), (fast, FAST, 80)):
        load = f"{count} at {rate:g} Hz"
        yield Bar(f"p95 lag in ms, {load}", _each(found, 95), most, least=False)
        answered = tuple(len(each.lags) / each.pictures for each in found)
        yield Bar(f"share of pictures answered, {load}", answered, 0.99, least=True)
        yield Bar(f"drift in ms, {load}", tuple(map(drift, found)), MOST_DRIFT_MS, least=False)


def drift(stream: Lags) -> float:
    """Median lag of the last tenth of the pictures less that of the first, in milliseconds."""
    tenth = max(1, len(stream.lags) // 10)
    first, last = (float(np.median(part)) for part in (stream.lags[:tenth], stream.lags[-tenth:]))
    return 1000 * (last - first)


def _each(found: Sequence[Lags], percentile: float) -> tuple[float, ...]:
    return tuple(1000 * float(np.percentile(each.lags, percentile)) for each in found)


def _summary(found: Sequence[Lags], load: tuple[int, float]) -> str:
    lags = 1000 * np.array(list(chain.from_iterable(each.lags for each in found)))
    p50, p95, p99 = np.percentile(lags, (50, 95, 99))
    return (
        f"{load[0]} at {load[1]:g} Hz: {len(lags)} answers, p50 {p50:.1f} ms, p95 {p95:.1f} ms, "
        f"p99 {p99:.1f} ms, most {lags.max():.1f} ms."
    )


def run(port: int, load: tuple[int, float], seconds: float) -> list[Lags]:
    """The clients of one load, in the process that calls."""
    return asyncio.run(streams(port, jpegs(), *load, seconds))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES, help="of the four streams")
    options = parser.parse_args()
    end_on_sigterm()
    busy_before = psutil.cpu_percent(3) / 100
    context = get_context("spawn")
    with gateway() as server, ProcessPoolExecutor(1, context) as clients:
        found = []
        for load, share in ((MANY, 1.0), (FAST, FAST_SHARE)):
            seconds = 60 * options.minutes * share
            lags = clients.submit(run, server.port, load, seconds).result()
            print(_summary(lags, load), file=sys.stderr)
            found.append(lags)
    many = f"{options.minutes:g} minutes of {_summary(found[0], MANY)}"
    fast = f"{options.minutes * FAST_SHARE:g} of {_summary(found[1], FAST)}"
    publish("live", machine(), busy(busy_before), many, fast, bar_table(list(bars(*found))))


if __name__ == "__main__":
    main()
