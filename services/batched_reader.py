"""Readings of many callers' pictures, batched by model.

    bytes --decode thread--> frame --detector batch--> faces --classifier batch--> readings

A caller holds one of a fixed number of places from its first byte to its answer, so neither the
decode queue nor the decoded pictures can grow without bound.
"""

import asyncio
import math
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mien.errors import Overloaded
from mien.media.image import Frame, ImageLimits, Picture, decode_image
from mien.perception.expression import Crop, ExpressionReading
from mien.perception.face_detector import Candidates, Face, Letterbox
from mien.perception.faces import FaceReading
from mien.runtime.batcher import MicroBatcher
from mien.settings import Settings
from services import metrics

_SMOOTHING = 0.1


class Detector(Protocol):
    """The three steps of `mien.perception.face_detector.FaceDetector`."""

    def pre(self, frame: Frame) -> Letterbox: ...
    def infer(self, tensors: Sequence[NDArray[np.uint8]]) -> list[Candidates]: ...
    def post(self, candidates: Candidates, letterbox: Letterbox) -> list[Face]: ...


class Classifier(Protocol):
    """The three steps of `mien.perception.expression.ExpressionClassifier`."""

    def pre(self, frame: Frame, face: Face | None = None) -> Crop: ...
    def infer(self, crops: Sequence[Crop]) -> NDArray[np.float32]: ...
    def post(self, logits: NDArray[np.float32]) -> ExpressionReading: ...


class BatchedFaceReader:
    """Both models behind micro-batchers, in one process and one event loop."""

    def __init__(self, detector: Detector, classifier: Classifier, settings: Settings) -> None:
        self._detector = detector
        self._classifier = classifier
        self._limits = ImageLimits.of(settings)
        self._places = settings.detector_queue
        self._taken = 0
        self._seconds_per_picture = 0.0
        self._decoding = ThreadPoolExecutor(settings.decode_threads, "decode")
        inference = ThreadPoolExecutor(1, "inference")
        self._detect = MicroBatcher(
            detector.infer,
            inference,
            max_batch=settings.detector_batch,
            max_queue=settings.detector_queue,
            observe=metrics.batch_observer("face-detector"),
        )
        self._classify = MicroBatcher(
            self._infer_expressions,
            inference,
            max_batch=settings.classifier_batch,
            max_queue=settings.classifier_queue,
            observe=metrics.batch_observer("expression-classifier"),
        )

    def check_capacity(self) -> None:
        """Raise Overloaded at once where no place is free; call it before reading a body."""
        if self._taken >= self._places:
            wait = max(1, math.ceil(self._taken * self._seconds_per_picture))
            raise Overloaded(f"{self._taken} pictures are already being read", wait)

    async def read(self, data: bytes) -> tuple[Picture, list[FaceReading]]:
        """Every face in an encoded picture, the largest first. Cancelling frees the place.

        Raises Overloaded and the errors of `decode_image`.
        """
        with self._place():
            loop = asyncio.get_running_loop()
            picture, letterbox = await loop.run_in_executor(self._decoding, self._prepare, data)
            [candidates] = await self._detect.submit([letterbox.tensor])
            faces = self._detector.post(candidates, letterbox)
            crops = [self._classifier.pre(picture.frame, face) for face in faces]
            expressions = await self._classify.submit(crops)
        metrics.FACES.inc(len(faces))
        return picture, [FaceReading(*pair) for pair in zip(faces, expressions, strict=True)]

    async def drain(self) -> None:
        """Return once everything that was taken has been answered."""
        while self._taken:
            await asyncio.sleep(0.01)

    @contextmanager
    def _place(self) -> Iterator[None]:
        self.check_capacity()
        self._taken += 1
        started = time.perf_counter()
        try:
            yield
        finally:
            self._learn((time.perf_counter() - started) / self._taken)
            self._taken -= 1

    def _learn(self, seconds: float) -> None:
        known = self._seconds_per_picture or seconds
        self._seconds_per_picture = known + _SMOOTHING * (seconds - known)

    def _prepare(self, data: bytes) -> tuple[Picture, Letterbox]:
        picture = decode_image(data, self._limits)
        return picture, self._detector.pre(picture.frame)

    def _infer_expressions(self, crops: Sequence[Crop]) -> list[ExpressionReading]:
        return [self._classifier.post(logits) for logits in self._classifier.infer(crops)]
