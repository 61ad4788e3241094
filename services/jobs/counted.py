"""What a clip is read with in a job: its faces and voices count as those of requests do."""

from collections.abc import Sequence
from dataclasses import dataclass

from mien.clips.analysis import Readers, SeesFaces
from mien.clips.voice import HearsVoices
from mien.media.audio import Sound
from mien.media.image import Frame
from mien.perception.faces import FaceReader, FaceReading
from mien.perception.speech import SpeechReader, SpeechReading
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions
from mien.settings import Settings
from services import metrics
from services.drift import observe_readings


@dataclass(frozen=True, slots=True)
class CountedFaces:
    """Tells `services.metrics` of every face."""

    faces: SeesFaces

    def read(self, frames: Sequence[Frame]) -> list[list[FaceReading]]:
        found = self.faces.read(frames)
        for readings in found:
            observe_readings(readings)
            metrics.FACES.inc(len(readings))
        return found


@dataclass(frozen=True, slots=True)
class TimedVoices:
    """Tells `services.metrics` how long each window takes."""

    voices: HearsVoices

    def listen(self, sound: Sound) -> SpeechReading:
        with metrics.STEPS["speech"].time():
            return self.voices.listen(sound)


def counted_readers(chosen: Settings, manifest: Manifest) -> Readers:
    """All models of `manifest`, loaded. Raises ModelUnavailable."""
    observe = metrics.observe_inference
    faces = FaceReader.load(chosen, observe, metrics.observe_step, manifest)
    speech = SpeechReader(manifest, RuntimeOptions.of(chosen, observe))
    return Readers(CountedFaces(faces), TimedVoices(speech))
