"""Real servers for tests: started from this checkout, stopped by process id."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx
import psutil

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
START_SECONDS = 60
WORKERS = 2


@dataclass(frozen=True)
class Server:
    """A running server: its address and its supervisor."""

    url: str
    process: subprocess.Popen[bytes]

    def workers(self) -> list[psutil.Process]:
        """Worker processes that can be seen now."""
        return [
            child
            for child in psutil.Process(self.process.pid).children(recursive=True)
            if "_bentoml_impl.worker.service" in " ".join(child.cmdline())
        ]

    def await_all_listening(self) -> None:
        """Return once every worker takes connections."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            states = [{c.status for c in w.net_connections("tcp")} for w in self.workers()]
            if len(states) == WORKERS and all("LISTEN" in state for state in states):
                return
            time.sleep(0.05)
        raise TimeoutError(f"not every worker listens after {START_SECONDS} s")

    def stop(self) -> int:
        """End it as an operator would; the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@contextmanager
def running(
    command: list[str],
    cwd: Path = ROOT,
    output: IO[bytes] | int = subprocess.DEVNULL,
    **environment: str,
) -> Iterator[Server]:
    """Run `command PORT` until the block ends; the server is ready when it begins."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        own = {
            "BENTOML_DO_NOT_TRACK": "True",
            "MIEN_DATABASE_URL": f"sqlite:///{folder}/mien.db",
            "MIEN_ROLLOUT": f"{folder}/rollout.json",
        }
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            cwd=cwd,
            env={**os.environ, **own, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        server = Server(f"http://127.0.0.1:{port}", process)
        try:
            _await_ready(server)
            yield server
        finally:
            if process.poll() is None:
                server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await_ready(server: Server) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.process.poll() is None, "the server ended before it was ready"
        try:
            if httpx.get(f"{server.url}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(f"the server was not ready within {START_SECONDS} s")
