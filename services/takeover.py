"""A server in the place of another on the same address, without a moment in which none answers.

old serves ─> new starts beside it ─> all its workers listen ─> SIGTERM to old ─> old drains
                    └─ does not get so far in time ─> new ends, old goes on
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import click
import psutil

logger = logging.getLogger("mien.takeover")

START_SECONDS = 120.0
LOOK_SECONDS = 0.2


def incumbent(port: int) -> psutil.Process | None:
    """The `mien serve` that serves a port; None where nobody does.

    Raises ClickException where the port is another program's or another user's.
    """
    parents = {psutil.Process(pid).ppid() if pid else None for pid in _listeners(port)}
    if not parents:
        return None
    if len(parents) > 1 or None in parents:
        raise click.ClickException(f"port {port} is not served by one server of this user alone")
    old = psutil.Process(parents.pop())
    if old.uids().real != os.getuid() or "serve" not in old.cmdline():
        raise click.ClickException(f"port {port} is served by process {old.pid}, no 'mien serve'")
    return old


class Succession:
    """Ends the old server once the workers of this one listen."""

    def __init__(self, old: psutil.Process, port: int, workers: int) -> None:
        self._old, self._port, self._workers = old, port, workers
        self.failed = False
        threading.Thread(target=self._succeed, name="takeover", daemon=True).start()

    def _succeed(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self._ready() < self._workers:
            if time.monotonic() > deadline:
                self.failed = True
                logger.error(
                    "not ready after %g s: process %d serves on", START_SECONDS, self._old.pid
                )
                os.kill(os.getpid(), signal.SIGTERM)
                return
            time.sleep(LOOK_SECONDS)
        logger.info("every worker listens; ending process %d", self._old.pid)
        with suppress(psutil.NoSuchProcess):
            self._old.terminate()

    def _ready(self) -> int:
        own = os.getpid()
        return sum(pid is not None and _is_below(pid, own) for pid in _listeners(self._port))


def _is_below(pid: int, parent: int) -> bool:
    try:
        return psutil.Process(pid).ppid() == parent
    except psutil.NoSuchProcess:
        return False


def _listeners(port: int) -> Iterator[int | None]:
    """The process of each socket that listens on the port; None where it is not this user's."""
    for found in psutil.net_connections("tcp"):
        if found.status == psutil.CONN_LISTEN and tuple(found.laddr)[1] == port:
            yield found.pid
