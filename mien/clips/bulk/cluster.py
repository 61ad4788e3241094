"""A Ray cluster to work on, joined or started."""

import logging
import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import ray

from mien.clips.bulk.errors import BulkFailed

ANSWER_SECONDS = 10.0


@contextmanager
def cluster(address: str | None) -> Iterator[None]:
    """Join a Ray cluster, or start one of this machine's CPUs, as `ray.init` chooses.

    What was started ends with the block. Raises BulkFailed where no cluster answers.
    """
    _check(address or os.environ.get("RAY_ADDRESS", ""))
    try:
        with _silent_libraries():
            ray.init(
                address, include_dashboard=False, logging_level=logging.ERROR, log_to_driver=False
            )
    except (OSError, RuntimeError, ValueError, ImportError) as error:
        raise BulkFailed(f"no Ray cluster can be used: {error}") from error
    try:
        yield
    finally:
        ray.shutdown()


def places(cpus: int) -> int:
    """How many actors of so many CPUs the nodes can hold. Raises BulkFailed where that is none."""
    nodes = ray.nodes()  # type: ignore[no-untyped-call]
    held = sum(int(node["Resources"].get("CPU", 0) // cpus) for node in nodes if node["Alive"])
    if not held:
        raise BulkFailed(
            f"no node of the cluster has {cpus} CPUs, as MIEN_INFERENCE_THREADS asks for"
        )
    return held


def _check(address: str) -> None:
    """Raise BulkFailed where nothing answers at host:port; Ray would try for minutes."""
    if not re.fullmatch(r"[^/]+:\d+", address):
        return
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), ANSWER_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise BulkFailed(f"no Ray cluster answers at {address}: {error}") from error


@contextmanager
def _silent_libraries() -> Iterator[None]:
    """Keep what Ray's C++ core says on being set to say nothing from standard error."""
    kept = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
