"""What a rollout tells Prometheus; its labels are versions of models, never who was read."""

from collections.abc import Callable, Iterable

from prometheus_client import Counter, Gauge, Summary

from mien.perception.agreement import Agreement
from mien.perception.faces import FaceReading
from mien.runtime.manifest import ModelEntry
from services import metrics

CANDIDATE = Gauge(
    "mien_candidate",
    "1 while a candidate shares or shadows",
    ["candidate", "mode"],
    multiprocess_mode="livemax",
)
REFUSED = Gauge(
    "mien_rollout_refused",
    "1 where the models of the plan could not be loaded",
    multiprocess_mode="livemax",
)
READINGS = Counter(
    "mien_candidate_readings_total",
    "Face readings that a candidate answered",
    ["candidate", "expression", "uncertain"],
)
PICTURES = Counter(
    "mien_shadow_pictures_total", "Pictures offered to a shadow", ["candidate", "outcome"]
)
FACES = Counter(
    "mien_shadow_faces_total", "Faces by what both said of them", ["candidate", "found"]
)
UNCERTAIN = Counter(
    "mien_shadow_uncertain_total", "Faces of both, uncertain to one", ["candidate", "by"]
)
VALENCE = Summary("mien_shadow_valence_difference", "Of a face that both found", ["candidate"])
DISTANCE = Summary(
    "mien_shadow_probability_distance", "Sum of absolute differences, 0..2", ["candidate"]
)
OVERLAP = Summary("mien_shadow_box_overlap", "Intersection over union, 0..1", ["candidate"])
SECONDS = Summary("mien_shadow_seconds", "Time of a picture in the candidate", ["candidate"])


def loaded(entries: Iterable[tuple[ModelEntry, str]], value: int) -> None:
    """Say 1 of models that are served, and 0 of those no longer."""
    for entry, provider in entries:
        labels = (entry.name, entry.version, entry.sha256[:12], provider)
        metrics.MODEL.labels(*labels).set(value)


def observer(candidate: str) -> Callable[[Iterable[FaceReading]], None]:
    """Counts what a candidate answered, apart from what is served."""

    def observe(readings: Iterable[FaceReading]) -> None:
        for reading in readings:
            shown = reading.expression
            READINGS.labels(candidate, shown.dominant, str(shown.uncertain).lower()).inc()

    return observe


def compared(candidate: str, found: Agreement, seconds: float) -> None:
    """Count a picture that a shadow read too, in `seconds`."""
    PICTURES.labels(candidate, "compared").inc()
    SECONDS.labels(candidate).observe(seconds)
    FACES.labels(candidate, "served_only").inc(found.only_first)
    FACES.labels(candidate, "candidate_only").inc(found.only_second)
    for pair in found.pairs:
        FACES.labels(candidate, "same" if pair.same else "different").inc()
        UNCERTAIN.labels(candidate, "served").inc(pair.first.uncertain)
        UNCERTAIN.labels(candidate, "candidate").inc(pair.second.uncertain)
        VALENCE.labels(candidate).observe(abs(pair.first.valence - pair.second.valence))
        DISTANCE.labels(candidate).observe(pair.distance)
        OVERLAP.labels(candidate).observe(pair.overlap)
