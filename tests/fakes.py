"""Models that answer at once and predictably, so that HTTP tests need no weights."""

import threading

import numpy as np

from mien.perception.expression import ExpressionReading
from mien.perception.face_detector import Candidates, Face, Letterbox
from mien.runtime.manifest import ModelEntry, ModelInput
from mien.taxonomy import LABELS, derived_valence_arousal

HAPPY = LABELS.index("happy")


class FakeDetector:
    """One face in the middle of every frame brighter than `no_face_below`."""

    no_face_below = 10.0

    def __init__(self):
        self.gate = threading.Event()
        self.gate.set()
        self.batches = []

    def pre(self, frame):
        height, width = frame.shape[:2]
        tensor = np.full((8, 8), round(float(frame.mean())), np.uint8)
        return Letterbox(tensor, 8 / max(height, width), width, height)

    def infer(self, tensors):
        self.gate.wait(10)
        self.batches.append(len(tensors))
        box = np.array([[2, 2, 6, 6]], np.float32)
        return [Candidates(box, np.array([tensor.mean()], np.float32)) for tensor in tensors]

    def post(self, candidates, letterbox):
        if candidates.scores[0] < self.no_face_below:
            return []
        w, h = letterbox.width, letterbox.height
        return [Face((w / 4, h / 4, 3 * w / 4, 3 * h / 4), 0.9), Face((0, 0, 8.0, 8.0), 0.6)]


class FakeClassifier:
    """Every face is happy at 0.7, the rest shared."""

    def pre(self, frame, face=None):
        return np.zeros((4, 4), np.uint8)

    def infer(self, crops):
        return np.zeros((len(crops), len(LABELS)), np.float32)

    def post(self, logits):
        probabilities = tuple(0.7 if place == HAPPY else 0.05 for place in range(len(LABELS)))
        valence, arousal = derived_valence_arousal(probabilities)
        return ExpressionReading(probabilities, "happy", valence, arousal, "😄", False)


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
