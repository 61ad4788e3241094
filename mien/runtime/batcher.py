"""Micro-batching with bounded waiting.

    submit(items) -> queue -> batch -> executor thread -> results, in order, a list a caller
                       |
                       +-- full: Overloaded (429) at once

An idle model starts on whatever is there; a busy one lets the queue gather and takes up to
`max_batch` items next. Nothing ever waits for company, so latency recovers as soon as the queue
is empty. Items, not requests, are counted: a caller's items may span batches.
"""

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from mien.errors import Overloaded
from mien.telemetry.elsewhere import in_batch
from mien.telemetry.trail import CURRENT, Trail

Item = TypeVar("Item")
Result = TypeVar("Result")

_SMOOTHING = 0.2


@dataclass(slots=True, eq=False)
class _Ticket(Generic[Result]):
    """One caller's items: results arrive by position, the future resolves with the last."""

    future: asyncio.Future[list[Result]]
    results: list[Result | None]
    unfinished: int
    undispatched: int
    arrived: float = field(default_factory=time.perf_counter)
    trail: Trail | None = field(default_factory=CURRENT.get)


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Item, Result]):
    item: Item
    ticket: _Ticket[Result]
    position: int


class MicroBatcher(Generic[Item, Result]):
    """Feeds one model; belongs to one event loop, runs `infer` on an executor thread.

    `observe_wait` hears of the longest wait, in seconds, before each batch.
    """

    def __init__(
        self,
        infer: Callable[[Sequence[Item]], Sequence[Result]],
        executor: Executor,
        *,
        max_batch: int,
        max_queue: int,
        observe_wait: Callable[[float], None] = lambda seconds: None,
    ) -> None:
        self._infer = infer
        self._executor = executor
        self._max_batch = max_batch
        self._max_queue = max_queue
        self._observe_wait = observe_wait
        self._queue: deque[_Entry[Item, Result]] = deque()
        self._waiting = 0
        self._running: asyncio.Future[tuple[Sequence[Result], float]] | None = None
        self._seconds_per_item = 0.0

    @property
    def waiting(self) -> int:
        """Items that wait; those of callers who went away do not count."""
        return self._waiting

    @property
    def seconds_per_item(self) -> float:
        """What an item of late batches took; 0 before the first."""
        return self._seconds_per_item

    async def submit(self, items: Sequence[Item]) -> list[Result]:
        """One result an item, in order. Cancelling the call frees the places of its items.

        Raises Overloaded at once if the items do not fit the queue; whatever `infer` raises
        reaches every caller of that batch.
        """
        if not items:
            return []
        self._admit(len(items))
        future: asyncio.Future[list[Result]] = asyncio.get_running_loop().create_future()
        ticket = _Ticket[Result](future, [None] * len(items), len(items), len(items))
        self._queue.extend(_Entry(item, ticket, place) for place, item in enumerate(items))
        self._waiting += len(items)
        future.add_done_callback(lambda _: self._forget(ticket))
        self._dispatch()
        return await future

    async def drain(self) -> None:
        """Return once everything that was taken has been answered."""
        while self._running is not None:
            await asyncio.wait([self._running])

    def _admit(self, count: int) -> None:
        # A request larger than the whole queue is taken when nothing waits, or it never would be.
        if self._waiting and self._waiting + count > self._max_queue:
            seconds = max(1, math.ceil(self._waiting * self._seconds_per_item))
            raise Overloaded(f"{self._waiting} items already wait for this model", seconds)

    def _forget(self, ticket: _Ticket[Result]) -> None:
        self._waiting -= ticket.undispatched
        ticket.undispatched = 0

    def _dispatch(self) -> None:
        if self._running is not None:
            return
        batch = self._next_batch()
        if not batch:
            return
        waited = time.perf_counter() - min(entry.ticket.arrived for entry in batch)
        self._observe_wait(waited)
        loop = asyncio.get_running_loop()
        self._running = loop.run_in_executor(self._executor, self._timed_infer, batch, waited)
        self._running.add_done_callback(lambda done: self._finish(batch, done))

    def _next_batch(self) -> list[_Entry[Item, Result]]:
        batch: list[_Entry[Item, Result]] = []
        while self._queue and len(batch) < self._max_batch:
            entry = self._queue.popleft()
            if not entry.ticket.future.done():
                entry.ticket.undispatched -= 1
                self._waiting -= 1
                batch.append(entry)
        return batch

    def _timed_infer(
        self, batch: list[_Entry[Item, Result]], waited: float
    ) -> tuple[Sequence[Result], float]:
        started = time.perf_counter()
        with in_batch((entry.ticket.trail for entry in batch), len(batch), waited):
            results = self._infer([entry.item for entry in batch])
        return results, time.perf_counter() - started

    def _finish(
        self,
        batch: list[_Entry[Item, Result]],
        done: asyncio.Future[tuple[Sequence[Result], float]],
    ) -> None:
        self._running = None
        error = done.exception()
        if error is not None:
            _fail(batch, error)
        else:
            results, seconds = done.result()
            self._learn(seconds / len(batch))
            _resolve(batch, results)
        self._dispatch()

    def _learn(self, seconds_per_item: float) -> None:
        known = self._seconds_per_item or seconds_per_item
        self._seconds_per_item = known + _SMOOTHING * (seconds_per_item - known)


def _resolve(batch: list[_Entry[Item, Result]], results: Sequence[Result]) -> None:
    for entry, result in zip(batch, results, strict=True):
        ticket = entry.ticket
        ticket.results[entry.position] = result
        ticket.unfinished -= 1
        if not ticket.unfinished and not ticket.future.done():
            ticket.future.set_result(ticket.results)  # type: ignore[arg-type]


def _fail(batch: list[_Entry[Item, Result]], error: BaseException) -> None:
    for entry in batch:
        if not entry.ticket.future.done():
            entry.ticket.future.set_exception(error)
