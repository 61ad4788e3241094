"""What the gateway tells Prometheus, and the page that shows it for all workers together."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

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

from mien.runtime.manifest import ModelEntry
from mien.taxonomy import LABELS
from mien.telemetry.buckets import SECONDS
from services.metrics_files import lives, reserve_room

reserve_room()

_STEP_SECONDS = (0.0001, 0.00025, 0.0005, *SECONDS)
_SIZES = (1, 2, 4, 8, 16, 32, 64, 128)

REQUESTS = Counter("mien_requests_total", "Requests by route and status", ["route", "status"])
REFUSED = Counter(
    "mien_refused_connections_total", "Connections ended before a request, by problem", ["code"]
)
LATENCY = Histogram("mien_request_seconds", "Time to the answer", ["route"], buckets=SECONDS)
FACES = Counter("mien_faces_total", "Faces read")
QUEUE = Gauge("mien_queue_pictures", "Pictures waiting or being read", multiprocess_mode="livesum")
STREAMS = Gauge("mien_open_streams", "Live streams that are open", multiprocess_mode="livesum")
BATCH_SIZE = Histogram("mien_batch_size", "Items in a batch", ["model"], buckets=_SIZES)
BATCH_WAIT = Histogram(
    "mien_batch_wait_seconds", "Longest wait of a batch's pictures", buckets=SECONDS
)
BATCH_RUN = Histogram(
    "mien_batch_run_seconds", "Inference time of a batch", ["model"], buckets=SECONDS
)

STEP = Histogram("mien_step_seconds", "Time of a step of reading", ["step"], buckets=_STEP_SECONDS)
STEPS = {name: STEP.labels(name) for name in ("decode", "detect", "classify", "speech", "fuse")}
MESSAGES = Counter("mien_stream_messages_total", "Messages of live streams", ["direction", "kind"])
DROPPED = Counter("mien_dropped_pictures_total", "Pictures of streams that were never read")
READINGS = Counter("mien_readings_total", "Face readings", ["expression", "uncertain"])
READINGS_OF = {
    (label, uncertain): READINGS.labels(label, str(uncertain).lower())
    for label in LABELS
    for uncertain in (False, True)
}
BRIGHTNESS = Histogram(
    "mien_face_brightness",
    "Mean grey of a face's crop, 0..1",
    buckets=[n / 10 for n in range(1, 10)],
)
SHARPNESS = Histogram(
    "mien_face_sharpness",
    "Mean absolute Laplacian of a face's crop, in its standard deviations",
    buckets=(0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.7, 1),
)
DISTANCE = Histogram(
    "mien_face_embedding_distance",
    "Distance of a face's features to those of training faces, whose mean is 1",
    buckets=(0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4),
)
REFERENCE = Gauge(
    "mien_training_reference",
    "Mean over faces like the training data's",
    ["quantity"],
    multiprocess_mode="livemax",
)
WORKERS = Gauge("mien_workers", "Worker processes that serve", multiprocess_mode="livesum")
WORKERS_WANTED = Gauge(
    "mien_workers_wanted", "Worker processes that should serve", multiprocess_mode="livemax"
)
MODEL = Gauge(
    "mien_model_info",
    "1 for each loaded model",
    ["model", "version", "sha256", "provider"],
    multiprocess_mode="livemax",
)


def observe_inference(model: str, size: int, seconds: float) -> None:
    """Record one inference; see `mien.runtime.session.Observer`."""
    BATCH_SIZE.labels(model).observe(size)
    BATCH_RUN.labels(model).observe(seconds)


def observe_step(step: str, seconds: float) -> None:
    """Record a step, one of `STEPS`; see `mien.perception.faces.StepObserver`."""
    STEPS[step].observe(seconds)


def announce_worker(wanted: int, models: Iterable[tuple[ModelEntry, str]]) -> None:
    """Count this process among the `wanted` workers; `models` come with their providers."""
    WORKERS.set(1)
    WORKERS_WANTED.set(wanted)
    for entry, provider in models:
        MODEL.labels(entry.name, entry.version, entry.sha256[:12], provider).set(1)
        for quantity, mean in entry.reference.items():
            REFERENCE.labels(quantity).set(mean)


def exposition(jobs: Mapping[str, int], free: Mapping[str, int] = MappingProxyType({})) -> bytes:
    """The Prometheus text format; of every worker where they share a multiprocess folder.

    `jobs` has the number of clips in each state and `free` the bytes that are free in each place,
    which all workers share.
    """
    shared = CollectorRegistry()
    shared.register(_Shared("mien_jobs", "Clips by the state of their job", "state", jobs))
    shared.register(_Shared("mien_disk_free_bytes", "Room on the disk of a place", "place", free))
    return generate_latest(_of_all_workers()) + generate_latest(shared)


class _Shared(Collector):
    """A Gauge of the client library would be counted once in every worker."""

    def __init__(self, name: str, text: str, label: str, values: Mapping[str, int]) -> None:
        self._name, self._text, self._label, self._values = name, text, label, values

    def collect(self) -> Iterator[GaugeMetricFamily]:
        family = GaugeMetricFamily(self._name, self._text, labels=[self._label])
        for label, value in self._values.items():
            family.add_metric([label], value)
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
        if not lives(pid):
            with suppress(FileNotFoundError):  # another worker was faster
                mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]
