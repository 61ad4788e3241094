"""What the gateway tells Prometheus, and the page that shows it for all workers together."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_SIZES = (1, 2, 4, 8, 16, 32, 64, 128)

REQUESTS = Counter("mien_requests_total", "Requests by route and status", ["route", "status"])
LATENCY = Histogram("mien_request_seconds", "Time to the answer", ["route"], buckets=_SECONDS)
FACES = Counter("mien_faces_total", "Faces read")
QUEUE = Gauge("mien_queue_pictures", "Pictures waiting or being read", multiprocess_mode="livesum")
STREAMS = Gauge("mien_open_streams", "Live streams that are open", multiprocess_mode="livesum")
BATCH_SIZE = Histogram("mien_batch_size", "Items in a batch", ["model"], buckets=_SIZES)
BATCH_WAIT = Histogram(
    "mien_batch_wait_seconds", "Longest wait of a batch's pictures", buckets=_SECONDS
)
BATCH_RUN = Histogram(
    "mien_batch_run_seconds", "Inference time of a batch", ["model"], buckets=_SECONDS
)


def observe_inference(model: str, size: int, seconds: float) -> None:
    """Record one inference; see `mien.runtime.session.Observer`."""
    BATCH_SIZE.labels(model).observe(size)
    BATCH_RUN.labels(model).observe(seconds)


def exposition(jobs: Mapping[str, int]) -> bytes:
    """The Prometheus text format; of every worker where they share a multiprocess folder.

    `jobs` has the number of clips in each state, which all workers share.
    """
    shared = CollectorRegistry()
    shared.register(_Jobs(jobs))
    return generate_latest(_of_all_workers()) + generate_latest(shared)


class _Jobs(Collector):
    """A Gauge of the client library would be counted once in every worker."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts

    def collect(self) -> Iterator[GaugeMetricFamily]:
        family = GaugeMetricFamily("mien_jobs", "Clips by the state of their job", labels=["state"])
        for state, count in self._counts.items():
            family.add_metric([state], count)
        yield family


def _of_all_workers() -> CollectorRegistry:
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder is None:
        return REGISTRY
    _forget_dead_workers(Path(folder))
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def _forget_dead_workers(folder: Path) -> None:
    """What a killed worker held is gone with it; its counters stay."""
    for file in folder.glob("gauge_live*_*.db"):
        pid = int(file.stem.rpartition("_")[2])
        if not _lives(pid):
            with suppress(FileNotFoundError):  # another worker was faster
                mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
