"""The work that every server here does for a picture: Mien's own decoding, models and reply.

Only what stands around it differs, so the comparison is of servers and not of models.
"""

from collections.abc import Sequence
from typing import Self

import cv2

from mien.media.image import ImageLimits, decode_image
from mien.perception.faces import FaceReader
from mien.perception.reply import PredictReply, predict_reply
from mien.settings import settings


class SameWork:
    """Both models in one process, with the threads that the settings name."""

    def __init__(self, reader: FaceReader, limits: ImageLimits) -> None:
        self._reader = reader
        self._limits = limits

    @classmethod
    def load(cls) -> Self:
        """Raises ModelUnavailable."""
        chosen = settings()
        cv2.setNumThreads(chosen.inference_threads)
        return cls(FaceReader.load(chosen), ImageLimits.of(chosen))

    def replies(self, encoded: Sequence[bytes]) -> list[PredictReply]:
        """One reply an encoded picture, all of them in one batch a model."""
        pictures = [decode_image(data, self._limits) for data in encoded]
        readings = self._reader.read([picture.frame for picture in pictures])
        return [predict_reply(*pair) for pair in zip(pictures, readings, strict=True)]
