"""Gateways as they run on machines of their own, and the proxy before them.

client ─> HAProxy, deploy/proxy/haproxy.cfg ─> mien serve on machine 1, 2, 3 ─> PostgreSQL
                                                          └─> the shared folder of jobs
"""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from benchmarks.load import HOST
from benchmarks.scale_out.network import Machine
from benchmarks.servers import ROOT, START_SECONDS, STOP_SECONDS, free_port

PORT = 3000
CONFIGURATION = ROOT / "deploy" / "proxy" / "haproxy.cfg"
NOWHERE = f"{HOST}:1"


class Gateway:
    """`mien serve` with one worker on a machine; what it writes for itself is in a folder of its
    own, as that machine's disk."""

    def __init__(self, machine: Machine, disk: Path, environment: Mapping[str, str]) -> None:
        disk.mkdir()
        self.machine = machine
        self.address = f"{machine.address}:{PORT}"
        self._environment = {
            **os.environ,
            **environment,
            "TMPDIR": str(disk),
            "BENTOML_HOME": str(disk / "bentoml"),
            "MIEN_WORKERS": "1",
            "MIEN_PIN_WORKERS": "false",
            "MIEN_REQUIRE_KEYS": "true",
            "OMP_NUM_THREADS": "1",
            "PYTHONPATH": str(ROOT),
        }
        self._log = disk / "log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin to serve; `await_ready` returns when it does."""
        mien = str(Path(sys.executable).with_name("mien"))
        serve = (mien, "serve", "--host", self.machine.address, "--port", str(PORT))
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self.machine.command(*serve),
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def await_ready(self) -> None:
        """Return once it answers `/readyz`."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._runs():
            if _is_ready(f"http://{self.address}"):
                return
            time.sleep(0.1)
        tail = self._log.read_text("utf-8", "replace")[-4000:]
        raise TimeoutError(f"the gateway at {self.address} does not answer:\n{tail}")

    def _runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """End every process of the machine at once."""
        self.machine.kill()
        if self._process is not None:
            self._process.wait(STOP_SECONDS)

    def cpu_seconds(self) -> float:
        """User and system time of the machine's processes so far."""
        return sum(_cpu_seconds(pid) for pid in self.machine.pids())

    def analyses(self) -> bool:
        """Whether it works on a clip at this moment."""
        return any(_holds_a_job(pid) for pid in self.machine.pids())


@contextmanager
def proxy(gateways: Sequence[Gateway]) -> Iterator[int]:
    """HAProxy before up to three gateways; the port on which it listens."""
    port = free_port()
    addresses = [*(gateway.address for gateway in gateways), NOWHERE, NOWHERE][:3]
    environment = {f"MIEN_GATEWAY_{n}": address for n, address in enumerate(addresses, 1)}
    process = subprocess.Popen(
        ["haproxy", "-db", "-f", str(CONFIGURATION)],
        env={**os.environ, "MIEN_LISTEN": f"{HOST}:{port}", **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _is_ready(f"http://{HOST}:{port}"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"HAProxy does not answer with {CONFIGURATION}")
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def _is_ready(address: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:
        return bool(answer.status == 200)
    return False


def _cpu_seconds(pid: int) -> float:
    with suppress(psutil.NoSuchProcess):
        times = psutil.Process(pid).cpu_times()
        return float(times.user + times.system)
    return 0.0


def _holds_a_job(pid: int) -> bool:
    with suppress(psutil.NoSuchProcess):
        return any(Path(file.path).name == "lock" for file in psutil.Process(pid).open_files())
    return False
