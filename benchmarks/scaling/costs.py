"""What a picture, a reading and a gateway cost, as `--measure` found in `results/scaling.json`."""

import json
import math
from dataclasses import dataclass, fields
from typing import Any

from benchmarks.bars import BUSY
from benchmarks.report import RESULTS

BATCH = 8
"""Pictures that a worker reads at once, as `MIEN_DETECTOR_BATCH` is by default."""

SMALL, LARGE = 10, 100
"""Readings that one plain connection inserts at once, where that was measured."""

_Z99 = 2.326
MEASURED = RESULTS / "scaling.json"


@dataclass(frozen=True, slots=True)
class Costs:
    """Milliseconds of one core, and bytes.

    A batch of n pictures takes `batch_ms + n * picture_ms`, or `streamed_ms` each where they are
    live, times a log-normal noise of spread `noise`. Inserts are of SMALL and LARGE batches.
    """

    batch_ms: float
    picture_ms: float
    noise: float
    streamed_ms: float
    readings_ms: float
    gateway_bytes: float
    picture_bytes: float
    answer_bytes: float
    reading_bytes: float
    insert_ms: float
    large_insert_ms: float


def costs(found: dict[str, Any]) -> Costs:
    """By what was measured: one connection gives the time of one picture and its noise, CPU among
    many connections that of a picture in a full batch."""
    alone, busy = (
        next(p for p in found["points"] if p["connections"] == connections)
        for connections in (1, BUSY)
    )
    batch_ms, picture_ms = split(alone["cpu_ms"], busy["cpu_ms"])
    streamed_ms = max(picture_ms, found["streamed_ms"] - batch_ms)
    same = (field.name for field in fields(Costs) if field.name in found)
    others = {name: found[name] for name in same} | {"streamed_ms": streamed_ms}
    return Costs(batch_ms=batch_ms, picture_ms=picture_ms, noise=noise(alone), **others)


def split(alone_ms: float, among_many_ms: float) -> tuple[float, float]:
    """Of a batch and of each picture in it, by one picture alone and one in a full batch."""
    batch_ms = max(0.0, (alone_ms - among_many_ms) * BATCH / (BATCH - 1))
    return batch_ms, alone_ms - batch_ms


def noise(alone: dict[str, float]) -> float:
    """The spread of a log-normal time with these percentiles."""
    return math.log(alone["p99_ms"] / alone["p50_ms"]) / _Z99


def measured() -> dict[str, Any]:
    """What the last `--measure` wrote."""
    if not MEASURED.exists():
        raise FileNotFoundError(f"{MEASURED} is not there; run with --measure once")
    found: dict[str, Any] = json.loads(MEASURED.read_text())
    return found
