"""The expression classifier as a BentoML service of its own, for teams that detect elsewhere."""

from pathlib import Path

import bentoml
import cv2

from mien.media.image import ImageLimits, Picture
from mien.perception import expression
from mien.perception.reply import ExpressionReply, expression_reply
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions
from mien.settings import settings
from services.per_picture import ErrorReply, answer_each, replies


@bentoml.service(name="mien-expression-classifier", workers=1, metrics={"enabled": False})
class ExpressionClassifier:
    """Adaptively batched by BentoML: encoded face crops in, apparent expressions out."""

    def __init__(self) -> None:
        chosen = settings()
        cv2.setNumThreads(chosen.inference_threads)
        self._limits = ImageLimits.of(chosen)
        self._classifier = expression.ExpressionClassifier(
            Manifest(chosen.models_dir), RuntimeOptions.of(chosen)
        )

    @bentoml.api(batchable=True, max_batch_size=64)
    def classify(self, crops: list[Path]) -> list[ExpressionReply | ErrorReply]:
        """One reply a crop: its apparent expression, or why it could not be read."""
        encoded = [path.read_bytes() for path in crops]
        return replies(answer_each(encoded, self._limits, self._classify))

    def _classify(self, pictures: list[Picture]) -> list[ExpressionReply]:
        crops = [self._classifier.pre(picture.frame) for picture in pictures]
        return [expression_reply(reading) for reading in self._classifier.classify(crops)]
