"""Pictures to readings in one process: detect every face, then read its apparent expression.

The CLI, the evaluation, the gateway and the benchmark's rivals all use it.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mien.media.image import Frame
from mien.perception.expression import Crop, ExpressionClassifier, ExpressionReading
from mien.perception.face_detector import Face, FaceDetector
from mien.runtime.manifest import Manifest
from mien.runtime.session import Observer, RuntimeOptions, ignore
from mien.settings import Settings

StepObserver = Callable[[str, float], None]
"""Called after a batch's step, "detect" or "classify", with its seconds."""


def untimed(step: str, seconds: float) -> None:
    """The observer that does nothing."""


@dataclass(frozen=True, slots=True)
class FaceReading:
    """A face, what it apparently shows, and the crop that this was read from."""

    face: Face
    expression: ExpressionReading
    crop: Crop

    def scaled(self, scale: float) -> "FaceReading":
        """The same in pixels of a picture that is `scale` times as large as the frame."""
        if scale == 1.0:
            return self
        x1, y1, x2, y2 = self.face.box
        box = (x1 * scale, y1 * scale, x2 * scale, y2 * scale)
        return FaceReading(Face(box, self.face.confidence), self.expression, self.crop)


@dataclass(frozen=True, slots=True)
class FaceReader:
    """The detector and the classifier of one process."""

    detector: FaceDetector
    classifier: ExpressionClassifier
    observe_step: StepObserver = untimed

    @classmethod
    def load(
        cls,
        settings: Settings,
        observe: Observer = ignore,
        observe_step: StepObserver = untimed,
        manifest: Manifest | None = None,
    ) -> "FaceReader":
        """Load both models, of `manifest` where it is given; the observers hear of every
        inference and of every step.

        Raises ModelUnavailable.
        """
        manifest = manifest or Manifest(settings.models_dir)
        options = RuntimeOptions.of(settings, observe)
        return cls(
            FaceDetector(manifest, options, settings.max_faces),
            ExpressionClassifier(manifest, options, settings.classifier_batch),
            observe_step,
        )

    def read(self, frames: Sequence[Frame]) -> list[list[FaceReading]]:
        """Readings of each frame, the largest face first."""
        started = time.perf_counter()
        found = self.detector.detect(frames)
        detected = time.perf_counter()
        self.observe_step("detect", detected - started)
        crops = [
            self.classifier.pre(frame, face)
            for frame, faces in zip(frames, found, strict=True)
            for face in faces
        ]
        readings = zip(self.classifier.classify(crops), crops, strict=True)
        if crops:
            self.observe_step("classify", time.perf_counter() - detected)
        return [[FaceReading(face, *next(readings)) for face in faces] for faces in found]
