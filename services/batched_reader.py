"""Readings of many callers' pictures, in batches.

    bytes --place, queue--> batch --inference thread--> decode, detect, classify --> readings

The whole way of a batch lies on one thread, because every change of thread costs more than it
overlaps where each worker has about one core. With decode threads, as a GPU wants them, pictures
are decoded before they queue.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import Protocol

from mien.errors import MienError
from mien.media.image import Frame, ImageLimits, Picture
from mien.perception.faces import FaceReading
from mien.runtime.batcher import MicroBatcher
from mien.settings import Settings
from services import metrics
from services.admission import Admission
from services.drift import observe_readings
from services.per_picture import answer_each, decode

Reading = tuple[Picture, list[FaceReading]]


class Reader(Protocol):
    """What `mien.perception.faces.FaceReader` does."""

    def read(self, frames: Sequence[Frame]) -> list[list[FaceReading]]: ...


class BatchedFaceReader:
    """Both models behind one micro-batcher, in one process and one event loop.

    A picture holds one of a fixed number of places from when it has arrived until it is answered,
    so no queue grows without bound. `version` names the models, `observe` hears of every batch's
    readings, `after` of every picture's once it is read; `inference` is a thread to share.
    """

    def __init__(
        self,
        reader: Reader,
        settings: Settings,
        version: str = "",
        observe: Callable[[Iterable[FaceReading]], None] = observe_readings,
        inference: Executor | None = None,
    ) -> None:
        self.version = version
        self.after: Callable[[Reading], None] | None = None
        self._reader, self._observe = reader, observe
        self._limits = ImageLimits.of(settings)
        self._decoding = (
            ThreadPoolExecutor(settings.decode_threads, "decode")
            if settings.decode_threads
            else None
        )
        self._batches: MicroBatcher[bytes | Picture, Reading | MienError] = MicroBatcher(
            self._read_batch,
            inference or ThreadPoolExecutor(1, "inference"),
            max_batch=settings.detector_batch,
            max_queue=settings.queue,
            observe_wait=metrics.BATCH_WAIT.observe,
        )
        self._admission = Admission(
            settings.queue, settings.queue_seconds, lambda: self._batches.seconds_per_item
        )

    def check_capacity(self) -> None:
        """Raise Overloaded at once where no picture is taken; call it before reading a body."""
        self._admission.check()

    async def read(self, data: bytes) -> Reading:
        """Every face in an encoded picture, the largest first. Cancelling frees the place.

        Raises Overloaded and the errors of `decode_image`.
        """
        with self._place():
            [outcome] = await self._batches.submit([await self._decoded_apart(data)])
        if isinstance(outcome, MienError):
            raise outcome
        metrics.FACES.inc(len(outcome[1]))
        if self.after is not None:
            self.after(outcome)
        return outcome

    @property
    def busy(self) -> bool:
        """Whether any picture waits or is being read."""
        return self._admission.taken > 0

    async def drain(self) -> None:
        """Return once everything that was taken has been answered."""
        while self._admission.taken:
            await asyncio.sleep(0.01)

    async def _decoded_apart(self, data: bytes) -> bytes | Picture:
        if self._decoding is None:
            return data
        loop, context = asyncio.get_running_loop(), copy_context()
        return await loop.run_in_executor(self._decoding, context.run, decode, data, self._limits)

    def _read_batch(self, batch: Sequence[bytes | Picture]) -> list[Reading | MienError]:
        return answer_each(batch, self._limits, self._read_pictures)

    def _read_pictures(self, pictures: list[Picture]) -> Iterable[Reading]:
        readings = self._reader.read([picture.frame for picture in pictures])
        self._observe(reading for faces in readings for reading in faces)
        return zip(pictures, readings, strict=True)

    @contextmanager
    def _place(self) -> Iterator[None]:
        with self._admission.place():
            metrics.QUEUE.inc()
            try:
                yield
            finally:
                metrics.QUEUE.dec()
