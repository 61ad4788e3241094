"""What the gateway tells Prometheus, and the page that shows it for all workers together."""

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_SIZES = (1, 2, 4, 8, 16, 32, 64, 128)

REQUESTS = Counter("mien_requests_total", "Requests by route and status", ["route", "status"])
LATENCY = Histogram("mien_request_seconds", "Time to the answer", ["route"], buckets=_SECONDS)
FACES = Counter("mien_faces_total", "Faces read")
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


def exposition() -> bytes:
    """The Prometheus text format; of every worker where they share a multiprocess folder."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest()
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
