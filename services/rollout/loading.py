"""A plan's models, loaded: verified, warmed up, and those that are served already not again."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from mien.clips.analysis import Readers
from mien.errors import ModelUnavailable
from mien.media.audio import SAMPLE_RATE
from mien.perception.expression import ExpressionClassifier
from mien.perception.face_detector import FaceDetector
from mien.perception.faces import FaceReader, StepObserver, untimed
from mien.perception.speech import SpeechReader
from mien.runtime.layered import LayeredManifest
from mien.runtime.manifest import Manifest, ModelEntry
from mien.runtime.session import ModelSession, Observer, RuntimeOptions
from mien.settings import Settings
from mien.taxonomy import LABELS
from services.jobs.counted import counted_readers
from services.rollout import plan as plans
from services.rollout.plan import Models

logger = logging.getLogger("mien.rollout")

NAMES = (FaceDetector.NAME, ExpressionClassifier.NAME, SpeechReader.NAME)
"""Every model that a gateway serves."""


class Loaded(Protocol):
    """A model with a session."""

    session: ModelSession


L = TypeVar("L", bound=Loaded)


@dataclass(frozen=True, slots=True)
class ModelSet:
    """Every model of a gateway, and the manifest that they are of."""

    manifest: Manifest
    faces: FaceReader
    speech: SpeechReader

    @property
    def entries(self) -> list[tuple[ModelEntry, str]]:
        """Each model's table with its provider."""
        models: tuple[Loaded, ...] = (self.faces.detector, self.faces.classifier, self.speech)
        return [(model.session.entry, model.session.provider) for model in models]


def manifest_of(base: Manifest, models: Models) -> Manifest:
    """`base` with these models in the place of its own. Raises ModelUnavailable."""
    over = {name: Manifest(placed.folder) for name, placed in models.items()}
    for name, placed in models.items():
        found = over[name].entry(name).sha256
        if name not in NAMES:
            raise ModelUnavailable(f"'{name}' is none of what is served: {', '.join(NAMES)}")
        if placed.sha256 not in (None, found):
            raise ModelUnavailable(
                f"'{name}' in {placed.folder} was {placed.sha256} when it was chosen, "
                f"and now its manifest says {found}"
            )
    return LayeredManifest(base, over)


def load(
    manifest: Manifest,
    chosen: Settings,
    observe: Observer,
    observe_step: StepObserver = untimed,
    beside: ModelSet | None = None,
) -> ModelSet:
    """Load the models; those that `beside` has already are shared. Raises ModelUnavailable."""
    options = RuntimeOptions.of(chosen, observe)

    def own(model: L | None, make: Callable[[], L], name: str) -> L:
        same = model is not None and model.session.entry == manifest.entry(name)
        return model if model is not None and same else make()

    detector = own(
        beside.faces.detector if beside else None,
        lambda: FaceDetector(manifest, options, chosen.max_faces),
        FaceDetector.NAME,
    )
    classifier = own(
        beside.faces.classifier if beside else None,
        lambda: ExpressionClassifier(manifest, options, chosen.classifier_batch),
        ExpressionClassifier.NAME,
    )
    speech = own(
        beside.speech if beside else None,
        lambda: SpeechReader(manifest, options),
        SpeechReader.NAME,
    )
    models = ModelSet(manifest, FaceReader(detector, classifier, observe_step), speech)
    _try_out(models)
    return models


def _try_out(models: ModelSet) -> None:
    """Raise ModelUnavailable where a model answers something else than what is asked of it."""
    classifier = models.faces.classifier
    labels = classifier.session.entry.labels
    if labels != LABELS:
        raise ModelUnavailable(
            f"'{classifier.NAME}' has the labels {', '.join(labels)}, not {', '.join(LABELS)}"
        )
    blank = np.zeros((64, 64), np.uint8)
    try:
        models.faces.read([blank])
        classifier.classify([classifier.pre(blank)])
        models.speech.listen(np.zeros(SAMPLE_RATE, np.float32))
    except Exception as error:
        raise ModelUnavailable(f"the models answer what cannot be read: {error}") from error


def served(chosen: Settings) -> Models:
    """The models that a plan serves; none where there is no plan that can be read."""
    try:
        return plans.read(chosen.rollout).served
    except plans.InvalidRollout:
        return {}


def clip_readers(chosen: Settings, models: Models) -> Readers:
    """The readers of clips, of these models or, where they cannot be loaded, the installation's.

    Raises ModelUnavailable where neither can.
    """
    base = Manifest(chosen.models_dir)
    try:
        return counted_readers(chosen, manifest_of(base, models))
    except ModelUnavailable as error:
        logger.error("clips are read with %s: %s", base.folder, error.detail)
        return counted_readers(chosen, base)


def named(entries: list[ModelEntry]) -> str:
    """Models by name, version and hash, as headers and labels have them."""
    return ", ".join(f"{entry.name}-{entry.version}-{entry.sha256[:8]}" for entry in entries)
