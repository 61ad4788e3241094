"""What Mien reads in corrupted faces and voices, as evidence, by corruption and strength.

Evidence is made as `mien.clips.watching` makes it; it has no age, for both are of one moment.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from tqdm import tqdm

from mien.fusion import Evidence, Modality
from mien.media.audio import Sound
from mien.perception.faces import FaceReader, FaceReading
from mien.perception.quality import face_quality
from mien.perception.speech import SpeechReader
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions
from mien.settings import Settings
from training import ship
from training.fusion.corruption import (
    Corruption,
    Pixels,
    Signal,
    camera_corruptions,
    framed,
    microphone_corruptions,
)
from training.fusion.material import BATCH, Pairs

SEED = 11
Reading = Evidence | None
"""None where no face was found."""


@dataclass(frozen=True)
class Step:
    """What was read at a strength of a corruption: of every face and every voice, unpaired."""

    name: str
    modality: Modality
    axis: str
    strength: float
    faces: Sequence[Reading]
    voices: Sequence[Reading]


def readers() -> tuple[FaceReader, SpeechReader]:
    """The shipped models. Raises ModelUnavailable."""
    options = RuntimeOptions()
    cv2.setNumThreads(1)
    return FaceReader.load(Settings()), SpeechReader(Manifest(ship.MODELS_DIR), options)


def steps(pairs: Pairs, seeing: FaceReader, hearing: SpeechReader) -> Iterator[Step]:
    """Every strength of every corruption of one modality beside the other, intact."""
    faces = seen(seeing, map(framed, pairs.faces))
    voices = heard(hearing, pairs.sounds)
    for camera, strength in _every(camera_corruptions()):
        changed = corrupted(camera, strength, pairs.faces)
        read = faces if strength == camera.sweep.unchanged else seen(seeing, changed)
        yield Step(camera.name, camera.modality, camera.sweep.axis, strength, read, voices)
    for microphone, strength in _every(microphone_corruptions(pairs.others)):
        said = heard(hearing, corrupted(microphone, strength, pairs.sounds))
        yield Step(
            microphone.name, microphone.modality, microphone.sweep.axis, strength, faces, said
        )


def corrupted(
    corruption: Corruption[Signal], strength: float, signals: Sequence[Signal]
) -> Iterator[Signal]:
    """The signals at a strength; chance falls the same way every time."""
    random = np.random.default_rng(SEED)
    return (corruption.change(signal, strength, random) for signal in signals)


def seen(reader: FaceReader, frames: Iterable[Pixels]) -> list[Reading]:
    """The largest face of each frame, as evidence."""
    every = list(frames)
    batches = (every[start : start + BATCH] for start in range(0, len(every), BATCH))
    found = (faces for batch in batches for faces in reader.read(batch))
    return [_shown(faces[0]) if faces else None for faces in found]


def _shown(read: FaceReading) -> Evidence:
    shown, quality = read.expression, face_quality(read.crop, read.face)
    return Evidence(Modality.FACE, shown.probabilities, shown.valence, shown.arousal, quality)


def heard(reader: SpeechReader, sounds: Iterable[Sound]) -> list[Reading]:
    """Each voice, as evidence."""
    said = [reader.listen(sound) for sound in sounds]
    return [
        Evidence(Modality.VOICE, one.probabilities, one.valence, one.arousal, one.activity.quality)
        for one in said
    ]


def _every(corruptions: Sequence[Corruption[Signal]]) -> Iterator[tuple[Corruption[Signal], float]]:
    pairs = [(one, strength) for one in corruptions for strength in one.sweep.strengths]
    yield from tqdm(pairs, desc=f"Steps of the {corruptions[0].modality}")
