"""A candidate reads what was answered already, and what it says is only counted.

picture, readings ─answered─> a few places ─one thread, low priority─> candidate ─> metrics
                                    └─ full, or pictures wait ─> dropped
"""

import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from mien.media.image import Picture
from mien.perception.agreement import ReadFace, agreement
from mien.perception.faces import FaceReading
from services.batched_reader import Reader, Reading
from services.rollout import counts

logger = logging.getLogger("mien.rollout")

PLACES = 4
NICENESS = 10


def give_way() -> None:
    """Let this thread, and no other of its process, have what time others leave (Linux)."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


class Shadow:
    """Compares until it is stopped; `busy` says whether pictures wait to be answered."""

    def __init__(self, name: str, reader: Reader, busy: Callable[[], bool]) -> None:
        self._name, self._reader, self._busy = name, reader, busy
        self._waiting: queue.Queue[Reading | None] = queue.Queue(PLACES)
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name="shadow", daemon=True)
        self._thread.start()

    def offer(self, answered: Reading) -> None:
        """Take a picture and what was answered, or drop it; never waits."""
        try:
            self._waiting.put_nowait(answered)
        except queue.Full:
            self._count("dropped")

    def stop(self) -> None:
        """Let go of the models once the picture under way is read."""
        self._stopped = True
        with suppress(queue.Full):  # it looks at `_stopped` after each picture
            self._waiting.put_nowait(None)

    def _work(self) -> None:
        give_way()
        while (answered := self._waiting.get()) is not None and not self._stopped:
            if self._busy():
                self._count("dropped")
                continue
            try:
                self._compare(*answered)
            except Exception:  # whatever a candidate does, what is served goes on
                logger.exception("a candidate failed at a picture")
                self._count("failed")

    def _compare(self, picture: Picture, served: Sequence[FaceReading]) -> None:
        started = time.perf_counter()
        [read] = self._reader.read([picture.frame])
        seconds = time.perf_counter() - started
        both = ([ReadFace.of(reading) for reading in readings] for readings in (served, read))
        counts.compared(self._name, agreement(*both), seconds)

    def _count(self, outcome: str) -> None:
        counts.PICTURES.labels(self._name, outcome).inc()
