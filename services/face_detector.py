"""The face detector as a BentoML service of its own, for teams that want one model."""

from pathlib import Path

import bentoml
import cv2
from typing_extensions import TypedDict

from mien.media.image import ImageLimits, Picture
from mien.perception import face_detector
from mien.perception.reply import BoxReply, box_reply
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions
from mien.settings import settings
from services.per_picture import ErrorReply, answer_each, replies


class DetectReply(TypedDict):
    """One picture's faces, the largest first, in pixels of its file."""

    faces: list[BoxReply]


@bentoml.service(name="mien-face-detector", workers=1, metrics={"enabled": False})
class FaceDetector:
    """Adaptively batched by BentoML: encoded pictures in, face boxes out."""

    def __init__(self) -> None:
        chosen = settings()
        cv2.setNumThreads(chosen.inference_threads)
        self._limits = ImageLimits.of(chosen)
        self._detector = face_detector.FaceDetector(
            Manifest(chosen.models_dir), RuntimeOptions.of(chosen), chosen.max_faces
        )

    @bentoml.api(batchable=True, max_batch_size=16)
    def detect(self, images: list[Path]) -> list[DetectReply | ErrorReply]:
        """One reply a picture: its faces, or why it could not be read."""
        encoded = [path.read_bytes() for path in images]
        return replies(answer_each(encoded, self._limits, self._detect))

    def _detect(self, pictures: list[Picture]) -> list[DetectReply]:
        found = self._detector.detect([picture.frame for picture in pictures])
        return [
            {"faces": [box_reply(face, picture.scale) for face in faces]}
            for faces, picture in zip(found, pictures, strict=True)
        ]
