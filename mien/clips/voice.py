"""The voice of a clip or a live microphone, read in windows that overlap.

    sound pieces ─> the last 3 s ─ every second ─> speech model, voice activity ─> HeardVoice

Silence, steady noise and steady music hold no voice: such windows have quality 0, so that they
weigh nothing in fusion, whatever the model reads in them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from mien.media.audio import SAMPLE_RATE, Sound
from mien.perception.speech import SpeechReading

WINDOW_SECONDS, HOP_SECONDS = 3.0, 1.0
GAP_SECONDS = 0.5
"""Sound that comes so much earlier or later than it should begins anew."""


@dataclass(frozen=True, slots=True)
class HeardVoice:
    """A window's reading; `seconds` is the window's end."""

    seconds: float
    reading: SpeechReading


class HearsVoices(Protocol):
    """What `mien.perception.speech.SpeechReader` does."""

    def listen(self, sound: Sound) -> SpeechReading: ...


class VoiceListener:
    """Cuts one stream of sound into windows and reads them."""

    def __init__(self, reader: HearsVoices) -> None:
        self._reader = reader
        self._recent: Sound = np.zeros(0, np.float32)
        self._end = 0.0
        self._next = HOP_SECONDS

    def hear(self, samples: Sound, seconds: float) -> list[HeardVoice]:
        """Take samples that begin at `seconds`; the windows that they complete."""
        return [self._read(end, window) for end, window in self._windows(samples, seconds)]

    def _windows(self, samples: Sound, seconds: float) -> Iterator[tuple[float, Sound]]:
        if abs(seconds - self._end) > GAP_SECONDS:
            self._begin_at(seconds)
        while len(samples):
            wanted = max(1, round((self._next - self._end) * SAMPLE_RATE))
            taken, samples = samples[:wanted], samples[wanted:]
            most = round(WINDOW_SECONDS * SAMPLE_RATE)
            self._recent = np.concatenate([self._recent, taken])[-most:]
            self._end += len(taken) / SAMPLE_RATE
            if len(taken) == wanted:
                yield self._next, self._recent
                self._next += HOP_SECONDS

    def _begin_at(self, seconds: float) -> None:
        """Forget what came before a gap."""
        self._recent = np.zeros(0, np.float32)
        self._end, self._next = seconds, seconds + HOP_SECONDS

    def _read(self, end: float, window: Sound) -> HeardVoice:
        return HeardVoice(end, self._reader.listen(window))
