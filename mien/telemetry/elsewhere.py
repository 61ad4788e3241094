"""What is done for requests elsewhere than where they are served: in a batch, in a job."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from mien.telemetry import failures, spans
from mien.telemetry.trail import CURRENT, Trail


@contextmanager
def in_batch(trails: Iterable[Trail | None], size: int, waited: float) -> Iterator[None]:
    """Log lines of the block have the ids of all these requests; its spans lie in a batch's."""
    served = [trail for trail in dict.fromkeys(trails) if trail is not None]
    token = CURRENT.set(Trail(",".join(trail.id for trail in served)))
    requests = [trail.span for trail in served if trail.span is not None]
    try:
        with spans.batch(requests, size, waited):
            yield
    finally:
        CURRENT.reset(token)


@contextmanager
def afterwards(name: str, request_id: str, stamped: str) -> Iterator[None]:
    """Do what a request with that id asked for, see `spans.stamp`; one line tells if it failed."""
    trail = Trail(request_id)
    token = CURRENT.set(trail)
    started = time.perf_counter()
    try:
        with spans.task(name, trail, stamped):
            yield
    finally:
        failures.tell(trail, time.perf_counter() - started)
        CURRENT.reset(token)
