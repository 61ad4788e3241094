"""One gunicorn worker under load from keep-alive connections."""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from benchmarks.load import HOST, LoadProcess, closed_loop, post
from benchmarks.measurements import Point, point
from benchmarks.recommender_calls import PLAIN, bodies
from benchmarks.servers import ROOT, START_SECONDS, STOP_SECONDS, free_port

CONNECTIONS = 4
SECONDS = 3.0
SETTINGS = (
    "--worker-class sync",
    "--worker-class gthread --threads 1",
    "--worker-class gthread --threads 4",
)

_REQUESTS = tuple(
    post("/api/v1/recommend", json.dumps(body).encode(), "application/json")
    for body in bodies(PLAIN)
)


def best_setting(url: str) -> str:
    """The setting of gunicorn that answers most, by one short trial each."""
    rates = {setting: over_http(url, setting).per_second for setting in SETTINGS}
    for setting, rate in rates.items():
        print(f"{setting}: {rate:.0f} requests/s", file=sys.stderr)
    return max(rates, key=rates.__getitem__)


def over_http(url: str, setting: str) -> Point:
    """A load of the 14 plain requests in turn, on a worker that is warm."""
    with _server(url, setting) as (port, processes), LoadProcess() as load:
        load.start(closed_loop, port, _REQUESTS, CONNECTIONS, SECONDS / 3).result()
        before = _cpu_seconds(processes)
        outcomes = load.start(closed_loop, port, _REQUESTS, CONNECTIONS, SECONDS).result()
        used = _cpu_seconds(processes) - before
    return point("gunicorn", setting, CONNECTIONS, outcomes, used)


@contextmanager
def _server(url: str, setting: str) -> Iterator[tuple[int, list[psutil.Process]]]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--workers", "1", "--bind", f"{HOST}:{port}"]
    with tempfile.NamedTemporaryFile() as log:
        popen = subprocess.Popen(
            [*command, *setting.split(), "recommender_api.app:served()"],
            cwd=ROOT,
            env={**os.environ, "MIEN_DATABASE_URL": url},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            if not _answers(port, popen):
                raise RuntimeError(
                    f"gunicorn does not answer:\n{Path(log.name).read_text()[-4000:]}"
                )
            server = psutil.Process(popen.pid)
            yield port, [server, *server.children()]
        finally:
            popen.terminate()
            popen.wait(STOP_SECONDS)


def _answers(port: int, popen: "subprocess.Popen[bytes]") -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and popen.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"http://{HOST}:{port}/healthz"):
            return True
        time.sleep(0.1)
    return False


def _cpu_seconds(processes: list[psutil.Process]) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in processes)
