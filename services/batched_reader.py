"""Readings of many callers' pictures, in batches.

    bytes --place, queue--> batch --inference thread--> decode, detect, classify --> readings

The whole way of a batch lies on one thread, because every change of thread costs more than it
overlaps where each worker has about one core. With decode threads, as a GPU wants them, pictures
are decoded before they queue.
"""

import asyncio
import math
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol

from mien.errors import MienError, Overloaded
from mien.media.image import Frame, ImageLimits, Picture
from mien.perception.faces import FaceReading
from mien.runtime.batcher import MicroBatcher
from mien.settings import Settings
from services import metrics
from services.drift import observe_readings
from services.per_picture import answer_each, decode

_SMOOTHING = 0.1

Reading = tuple[Picture, list[FaceReading]]


class Reader(Protocol):
    """What `mien.perception.faces.FaceReader` does."""

    def read(self, frames: Sequence[Frame]) -> list[list[FaceReading]]: ...


class BatchedFaceReader:
    """Both models behind one micro-batcher, in one process and one event loop.

    A picture holds one of a fixed number of places from when it has arrived until it is answered,
    so no queue grows without bound.
    """

    def __init__(self, reader: Reader, settings: Settings) -> None:
        self._reader = reader
        self._limits = ImageLimits.of(settings)
        self._places = settings.queue
        self._taken = 0
        self._seconds_per_picture = 0.0
        self._decoding = (
            ThreadPoolExecutor(settings.decode_threads, "decode")
            if settings.decode_threads
            else None
        )
        self._batches: MicroBatcher[bytes | Picture, Reading | MienError] = MicroBatcher(
            self._read_batch,
            ThreadPoolExecutor(1, "inference"),
            max_batch=settings.detector_batch,
            max_queue=settings.queue,
            observe_wait=metrics.BATCH_WAIT.observe,
        )

    def check_capacity(self) -> None:
        """Raise Overloaded at once where no place is free; call it before reading a body."""
        if self._taken >= self._places:
            wait = max(1, math.ceil(self._taken * self._seconds_per_picture))
            raise Overloaded(f"{self._taken} pictures are already being read", wait)

    async def read(self, data: bytes) -> Reading:
        """Every face in an encoded picture, the largest first. Cancelling frees the place.

        Raises Overloaded and the errors of `decode_image`.
        """
        with self._place():
            [outcome] = await self._batches.submit([await self._decoded_apart(data)])
        if isinstance(outcome, MienError):
            raise outcome
        metrics.FACES.inc(len(outcome[1]))
        return outcome

    async def drain(self) -> None:
        """Return once everything that was taken has been answered."""
        while self._taken:
            await asyncio.sleep(0.01)

    async def _decoded_apart(self, data: bytes) -> bytes | Picture:
        if self._decoding is None:
            return data
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._decoding, decode, data, self._limits)

    def _read_batch(self, batch: Sequence[bytes | Picture]) -> list[Reading | MienError]:
        return answer_each(batch, self._limits, self._read_pictures)

    def _read_pictures(self, pictures: list[Picture]) -> Iterable[Reading]:
        readings = self._reader.read([picture.frame for picture in pictures])
        observe_readings(reading for faces in readings for reading in faces)
        return zip(pictures, readings, strict=True)

    @contextmanager
    def _place(self) -> Iterator[None]:
        self.check_capacity()
        self._taken += 1
        metrics.QUEUE.inc()
        started = time.perf_counter()
        try:
            yield
        finally:
            self._learn((time.perf_counter() - started) / self._taken)
            self._taken -= 1
            metrics.QUEUE.dec()

    def _learn(self, seconds: float) -> None:
        known = self._seconds_per_picture or seconds
        self._seconds_per_picture = known + _SMOOTHING * (seconds - known)
