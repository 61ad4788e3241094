"""`make bench-jobs`: what a clip being analysed costs the pictures that are read beside it.

    mien serve <─connections─ /predict, alone ─┐
               <─connections─ /predict, beside a job with report and video ─┴> results/jobs.md

Rounds alternate, so that a machine that changes its speed hardly moves a ratio.
"""

import json
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil

from benchmarks.bars import Bar
from benchmarks.clip_material import loop_clip, make_clip
from benchmarks.load import HOST, LoadProcess, closed_loop, post
from benchmarks.measurements import Point, point
from benchmarks.pictures import jpegs
from benchmarks.report import bar_table, busy, machine, publish
from benchmarks.servers import Server, end_on_sigterm, gateway

ROUNDS, SECONDS = 7, 4.0
BUSY = 32
KEPT_SHARE, SLOWER = 0.8, 1.5
"""What is promised: at least this share of the throughput, at most so much longer a p50 alone."""


def measured(load: LoadProcess, server: Server, connections: int) -> Point:
    requests = [post("/predict", jpeg) for jpeg in jpegs()]
    cpu = server.cpu_seconds()
    outcomes = load.start(closed_loop, server.port, requests, connections, SECONDS).result()
    return point("gateway", "", connections, outcomes, server.cpu_seconds() - cpu)


def run(load: LoadProcess, server: Server, clip: bytes) -> Iterator[tuple[Point, ...]]:
    """Each round: one and many connections alone, then both beside a job."""
    for number in range(ROUNDS):
        alone = [measured(load, server, connections) for connections in (1, BUSY)]
        job = _ask(server, "/analyze", clip)["id"]
        while _ask(server, f"/jobs/{job}")["progress"] in (None, 0.0):
            time.sleep(0.1)
        beside = [measured(load, server, connections) for connections in (1, BUSY)]
        if _ask(server, f"/jobs/{job}")["state"] != "running":
            raise RuntimeError("the job ended before the pictures did; use a longer clip")
        _ask(server, f"/jobs/{job}", method="DELETE")
        shares = beside[1].per_second / alone[1].per_second
        print(f"round {number + 1} of {ROUNDS}: {shares:.2f} of the throughput", file=sys.stderr)
        yield (*alone, *beside)


def bars(rounds: Sequence[tuple[Point, ...]]) -> Iterator[Bar]:
    """Beside a job, as ratios to alone."""
    kept = tuple(after.per_second / before.per_second for _, before, _, after in rounds)
    yield Bar(f"throughput at {BUSY} connections beside a job", kept, KEPT_SHARE, least=True)
    slower = tuple(after.p50_ms / before.p50_ms for before, _, after, _ in rounds)
    yield Bar("p50 of one connection beside a job", slower, SLOWER, least=False)
    failures = tuple(float(sum(each.failures.values())) for points in rounds for each in points)
    yield Bar("failures", (sum(failures),), 0, least=False)


def _ask(server: Server, path: str, body: bytes | None = None, method: str = "") -> dict[str, Any]:
    headers = {"Content-Type": "video/mp4"}
    request = urllib.request.Request(f"http://{HOST}:{server.port}{path}", body, headers)
    request.method = method or request.get_method()
    with urllib.request.urlopen(request, timeout=30) as response:
        return dict(json.loads(response.read() or b"{}"))


def main() -> None:
    end_on_sigterm()
    busy_before = psutil.cpu_percent(3) / 100
    with tempfile.TemporaryDirectory() as folder, gateway() as server, LoadProcess() as load:
        minute, long = Path(folder) / "minute.mp4", Path(folder) / "long.mp4"
        make_clip(minute, 20)
        loop_clip(minute, long, 30)
        found = list(bars(list(run(load, server, long.read_bytes()))))
    publish("jobs", machine(), busy(busy_before), bar_table(found))


if __name__ == "__main__":
    main()
