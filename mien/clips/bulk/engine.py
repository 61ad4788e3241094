"""Ray Data over clips: an actor with its own models on every share of the CPUs.

    tasks, a block each ─> actors on all nodes ─> parts, as they come
                             └─ one dies: Ray starts another and gives it the clip again

Import it after `quiet`: Ray reads its environment when it is imported.
"""

import logging
import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import asdict
from typing import Any

import ray.data
from ray.data import ActorPoolStrategy, DataContext
from ray.exceptions import RayError

from mien.clips.bulk.attempts import attempts
from mien.clips.bulk.cluster import cluster, places
from mien.clips.bulk.errors import BulkFailed
from mien.clips.bulk.order import Order, Task
from mien.clips.bulk.worker import Worker


class ClipActor:
    """A worker as Ray Data makes and calls it."""

    def __init__(self, order: Order, recipe: str, count: Any) -> None:
        """`count` is the handle of an `Attempts`."""
        self._worker, self._count = Worker(order, recipe), count

    def __call__(self, row: dict[str, Any]) -> dict[str, bytes]:
        task = Task(**row)
        attempt = ray.get(self._count.begin.remote(task.place))
        return {"part": self._worker.part(task, attempt)}


def parts(
    tasks: Sequence[Task], order: Order, recipe: str, threads: int, address: str | None
) -> Generator[bytes, None, None]:
    """The part of every clip, in the order in which they are finished.

    An actor takes `threads` CPUs of the cluster at `address`. Raises BulkFailed where there is no
    such cluster, or it cannot do the work.
    """
    with cluster(address):
        yield from _parts(tasks, order, recipe, threads)


def _parts(tasks: Sequence[Task], order: Order, recipe: str, threads: int) -> Iterator[bytes]:
    DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    actors = min(len(tasks), places(threads))
    rows = ray.data.from_items([asdict(task) for task in tasks], override_num_blocks=len(tasks))
    read = rows.map(
        ClipActor,  # type: ignore[arg-type]  # a class, which each actor makes once
        fn_constructor_args=(order, recipe, attempts()),
        compute=ActorPoolStrategy(size=actors, max_tasks_in_flight_per_actor=1),
        num_cpus=threads,
    )
    try:
        for batch in read.iter_batches(batch_size=None, prefetch_batches=0):
            yield from batch["part"]
    except RayError as error:
        raise BulkFailed(f"Ray gave up: {_reason(error)}") from error


def _reason(error: RayError) -> str:
    """The last line of what may hold the trace of another process, without the error's class."""
    return re.sub(r"^[\w.]+: ", "", str(error).strip().rpartition("\n")[2])
