"""Models that answer at once and predictably, so that HTTP tests need no weights."""

import threading

from mien.perception.expression import ExpressionReading
from mien.perception.face_detector import Face
from mien.perception.faces import FaceReading
from mien.runtime.manifest import ModelEntry, ModelInput
from mien.taxonomy import LABELS, derived_valence_arousal
from tests.pictures import ASTRONAUT

HAPPY = LABELS.index("happy")


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
    return [FaceReading(middle, reading), FaceReading(Face((0, 0, 8.0, 8.0), 0.6), reading)]


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
