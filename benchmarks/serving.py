"""`make bench`: the gateway beside its ceiling, its rivals and what it replaces, in one run.

    loops without a server ----+
    gateway, LitServe, mosec --+--> points --> bars --> results/serving.{md,json}

One program runs at a time; all of them read the same pictures.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import psutil

from benchmarks.bars import BUSY, CROWDED, bars
from benchmarks.load import LoadProcess, Outcome, closed_loop, one_after_many, post
from benchmarks.loops import loops
from benchmarks.measurements import Point, Second, point, seconds_after
from benchmarks.pictures import jpegs
from benchmarks.report import Report, machine
from benchmarks.servers import ROOT, Server, end_on_sigterm
from benchmarks.subjects import Subject, servers

CONNECTIONS = (1, 8, BUSY, CROWDED)
WARM_UP_SECONDS = 2.0
TRIAL_SECONDS = 3.0
BURST_SECONDS = 5.0
AFTER_SECONDS = 10.0

_REQUESTS = tuple(post("/predict", jpeg) for jpeg in jpegs())


def measure(
    load: LoadProcess, subject: Subject, seconds: float
) -> tuple[list[Point], list[Second]]:
    """All points of one server under the best of its settings, and its recovery."""
    setting = _best_setting(load, subject)
    with subject.start(setting) as server:
        _check_answers(server)
        points = [
            _measured(load, subject.name, setting, server, connections, seconds)
            for connections in CONNECTIONS
        ]
        burst = load.start(
            one_after_many, server.port, _REQUESTS, CROWDED, BURST_SECONDS, AFTER_SECONDS
        )
        return points, seconds_after(subject.name, burst.result())


def _best_setting(load: LoadProcess, subject: Subject) -> str:
    if len(subject.settings) == 1:
        return subject.settings[0]
    rates: dict[str, float] = {}
    for setting in subject.settings:
        with subject.start(setting) as server:
            trial = _measured(load, subject.name, setting, server, BUSY, TRIAL_SECONDS)
            rates[setting] = trial.per_second
    return max(rates, key=rates.__getitem__)


def _measured(
    load: LoadProcess, name: str, setting: str, server: Server, connections: int, seconds: float
) -> Point:
    _load(load, server, connections, WARM_UP_SECONDS).result()
    before = server.cpu_seconds()
    outcomes = _load(load, server, connections, seconds).result()
    measured = point(name, setting, connections, outcomes, server.cpu_seconds() - before)
    _progress(measured)
    return measured


def _load(
    load: LoadProcess, server: Server, connections: int, seconds: float
) -> Future[list[Outcome]]:
    return load.start(closed_loop, server.port, _REQUESTS, connections, seconds)


def _check_answers(server: Server) -> None:
    """Every picture is answered, with its one face and seven shares of a hundred."""
    for index, jpeg in enumerate(jpegs()):
        status, body = server.answer(jpeg)
        reply = json.loads(body) if status == 200 else {}
        shares = reply.get("emotion", {})
        if len(reply.get("faces", ())) != 1 or abs(sum(shares.values()) - 100) > 0.1:
            raise RuntimeError(f"picture {index}: {status} {body[:300]!r}")


def _progress(measured: Point) -> None:
    print(
        f"{measured.subject} {measured.setting} {measured.connections}: "
        f"{measured.per_second:.1f} requests/s, p50 {measured.p50_ms:.1f} ms",
        file=sys.stderr,
    )


def _loop_points(rivals_python: Path, seconds: float) -> Iterator[Point]:
    for measured in loops(rivals_python, seconds):
        _progress(measured)
        yield measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8, help="of each point")
    parser.add_argument(
        "--rivals-python",
        type=Path,
        default=ROOT / ".venv-bench" / "bin" / "python",
        help="interpreter with requirements/bench.txt",
    )
    options = parser.parse_args()
    end_on_sigterm()
    busy_before = psutil.cpu_percent(3) / 100
    points = list(_loop_points(options.rivals_python, options.seconds))
    after_burst: list[Second] = []
    with LoadProcess() as load:
        for subject in servers(options.rivals_python):
            measured, recovery = measure(load, subject, options.seconds)
            points += measured
            after_burst += recovery
    checks = list(bars(points, after_burst))
    report = Report(machine(), busy_before, points, after_burst, checks)
    report.write()
    print(report.markdown())


if __name__ == "__main__":
    main()
