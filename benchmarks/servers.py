"""Servers under measurement: started in a process group of their own, stopped by it."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.load import HOST
from benchmarks.pictures import jpegs

ROOT = Path(__file__).resolve().parent.parent
MIEN = Path(sys.executable).with_name("mien")
WORKERS = 2
START_SECONDS = 90.0
STOP_SECONDS = 15.0

_IDLE_CPU_SECONDS = 0.1
_MOST_IDLE_CHECKS = 5


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and everything that it started."""

    process: psutil.Process
    port: int
    log: Path

    def workers(self) -> list[psutil.Process]:
        """The processes that the server's first process started itself."""
        return [child for child in self.process.children() if child.is_running()]

    def suspend(self) -> None:
        """Stop the whole tree until `resume`; some servers poll even when nobody calls."""
        for process in self._tree():
            process.suspend()

    def resume(self) -> None:
        """Let the whole tree run."""
        for process in self._tree():
            process.resume()

    def memory(self) -> int:
        """Bytes of the whole tree, what its processes share counted once (PSS)."""
        held = 0
        for process in self._tree():
            with suppress(psutil.NoSuchProcess):
                held += process.memory_full_info().pss
        return held

    def cpu_seconds(self) -> float:
        """User and system time so far, of the whole tree."""
        seconds = 0.0
        for process in self._tree():
            with suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                seconds += times.user + times.system
        return seconds

    def _tree(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]

    def answer(self, picture: bytes) -> tuple[int, bytes]:
        """Status and body of one /predict request on a connection of its own."""
        request = urllib.request.Request(
            f"http://{HOST}:{self.port}/predict", picture, {"Content-Type": "image/jpeg"}
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


def environment(**own: str) -> dict[str, str]:
    """What every server is started with: the same processes, threads and source folder; `own`
    comes on top."""
    return {
        **os.environ,
        "MIEN_WORKERS": str(WORKERS),
        "MIEN_INFERENCE_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": str(ROOT),
        **own,
    }


@contextmanager
def running(command: Sequence[str], port: int, **own: str) -> Iterator[Server]:
    """Start a server, wait until it answers a picture and is idle again, stop it at the end."""
    with tempfile.NamedTemporaryFile() as log:
        popen = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(**own),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        server = Server(psutil.Process(popen.pid), port, Path(log.name))
        try:
            if not _answers(server, popen):
                tail = server.log.read_text()[-4000:]
                raise RuntimeError(f"{' '.join(command)} does not answer:\n{tail}")
            _await_idle(server)
            yield server
        finally:
            _stop(popen)


@contextmanager
def gateway(**own: str) -> Iterator[Server]:
    """`mien serve` of the environment that runs this, with these variables on top."""
    port = free_port()
    with running([str(MIEN), "serve", "--port", str(port)], port, **own) as server:
        yield server


def end_on_sigterm() -> None:
    """Make SIGTERM end this program as an error does, so that its servers are stopped."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _answers(server: Server, popen: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and popen.poll() is None:
        with suppress(OSError):
            if server.answer(jpegs()[0])[0] in (200, 401):  # where keys are required
                return True
        time.sleep(0.2)
    return False


def _await_idle(server: Server) -> None:
    """The first answer comes from the first worker; the others may still be loading.

    Some servers poll, and are never idle.
    """
    for _ in range(_MOST_IDLE_CHECKS):
        before = server.cpu_seconds()
        time.sleep(1)
        if server.cpu_seconds() - before < _IDLE_CPU_SECONDS:
            return


def _stop(popen: subprocess.Popen[bytes]) -> None:
    popen.terminate()
    with suppress(subprocess.TimeoutExpired):
        popen.wait(STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(popen.pid, signal.SIGKILL)
    popen.wait()
