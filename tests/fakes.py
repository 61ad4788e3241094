"""Models that answer at once and predictably, so that HTTP tests need no weights."""

import threading

import numpy as np

from mien.perception.expression import ExpressionReading
from mien.perception.face_detector import Face
from mien.perception.faces import FaceReading
from mien.perception.speech import SpeechReading
from mien.perception.voice_activity import VoiceActivity
from mien.runtime.manifest import ModelEntry, ModelInput
from mien.taxonomy import LABELS, derived_valence_arousal
from tests.pictures import ASTRONAUT

HAPPY = LABELS.index("happy")
CROP = (np.indices((48, 48)).sum(axis=0) % 2 * 255).astype(np.uint8)
"""In focus."""


class FakeReader:
    """Two happy faces, at 0.7, in every frame brighter than 10: its middle, and a corner."""

    def __init__(self):
        self.gate = threading.Event()
        self.gate.set()
        self.batches = []

    def read(self, frames):
        self.gate.wait(10)
        self.batches.append(len(frames))
        return [_faces(frame) if frame.mean() >= 10 else [] for frame in frames]


def _faces(frame):
    height, width = frame.shape[:2]
    middle = Face((width / 4, height / 4, 3 * width / 4, 3 * height / 4), 0.9)
    probabilities = tuple(0.7 if place == HAPPY else 0.05 for place in range(len(LABELS)))
    valence, arousal = derived_valence_arousal(probabilities)
    reading = ExpressionReading(probabilities, "happy", valence, arousal, "😄", False)
    corner = Face((0, 0, 8.0, 8.0), 0.6)
    return [FaceReading(face, reading, CROP) for face in (middle, corner)]


class FakeManifest:
    """One model with a card."""

    def entry(self, name):
        return ModelEntry(
            name=name,
            file="fake.onnx",
            sha256="0" * 64,
            task="testing",
            version="1",
            licence="Apache-2.0",
            card="fake.md",
            training_data=("none",),
            labels=LABELS,
            input=ModelInput(name="x", dtype="uint8", shape=("batch", 8, 8)),
        )

    def card(self, name):
        return f"# {name}"

    def pictures(self, name):
        return {f"{name}-drawing.png": ASTRONAUT}


class FakeSpeechReader:
    """Hears a surprised voice in whatever is not silent."""

    def __init__(self):
        self.gate = threading.Event()
        self.gate.set()

    def listen(self, sound):
        self.gate.wait(10)
        heard = bool(np.abs(sound).max() > 0.01)
        probabilities = tuple(0.7 if label == "surprise" else 0.05 for label in LABELS)
        activity = VoiceActivity(0.5, 20.0) if heard else VoiceActivity(0.0, 0.0)
        return SpeechReading(probabilities, "surprise", 0.3, 0.6, not heard, activity)
