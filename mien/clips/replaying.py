"""A recording read again, and whether the same comes of it.

    recording ─pictures, sound, choices─> models ─> Watcher ─> sample ─┐
              └─answers────────────────────────────────────────────────┴─> Replayed

Live sessions and replays go through the same code in the same order, so on the same kind of
processor, with the same models, every sample is the same to the last digit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mien.clips.analysis import Readers
from mien.clips.messages import Kind, Message, samples_of
from mien.clips.recording import Answer, recorded
from mien.clips.timeline import sample_reply
from mien.clips.voice import VoiceListener
from mien.clips.watching import Sample, Watcher
from mien.media.image import ImageLimits, decode_image


@dataclass(frozen=True, slots=True)
class Replayed:
    """A sample read again; `recorded` is what was answered then, None where it broke off."""

    sample: Answer
    recorded: Answer | None

    @property
    def same(self) -> bool:
        return self.recorded is None or self.sample == self.recorded


def replay(path: Path, readers: Readers, limits: ImageLimits) -> Iterator[Replayed]:
    """Read a recording again. Raises UndecodableRecording, OSError and those of `decode_image`."""
    session = _Session(readers, limits)
    sample: Answer | None = None
    for entry in recorded(path):
        if isinstance(entry, dict):
            if sample is not None:
                yield Replayed(sample, entry)
            sample = None
        else:
            sample = session.take(entry) or sample
    if sample is not None:
        yield Replayed(sample, None)


class _Session:
    def __init__(self, readers: Readers, limits: ImageLimits) -> None:
        self._faces, self._limits = readers.faces, limits
        self._watcher, self._listener = Watcher(), VoiceListener(readers.speech)

    def take(self, message: Message) -> Answer | None:
        """The sample that a picture gives."""
        if message.kind is Kind.PICTURE:
            return sample_reply(self._see(message))
        if message.kind is Kind.VIEWER:
            self._watcher.choose(message.track)
            return None
        for voice in self._listener.hear(samples_of(message.payload), message.seconds):
            self._watcher.hear(voice)
        return None

    def _see(self, message: Message) -> Sample:
        picture = decode_image(message.payload, self._limits)
        readings = self._faces.read([picture.frame])[0]
        return self._watcher.see([r.scaled(picture.scale) for r in readings], message.seconds)
