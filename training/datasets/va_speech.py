"""47 clips of speech with rated arousal and valence (pyAudioAnalysis): for tests only.

archive of NN.flac, arousal.csv, valence.csv (`NN.wav,0.7`) --> RatedSpeech
"""

import csv
import tarfile
from dataclasses import dataclass
from io import StringIO
from pathlib import Path, PurePath

from mien.media.audio import AudioLimits, Sound, decode_audio

ARCHIVE = "speech/audio-pyaudioanalysis-47-va.tar"
_LIMITS = AudioLimits(max_seconds=120)


@dataclass(frozen=True, slots=True)
class RatedSpeech:
    """A clip with its ratings, -1..1."""

    name: str
    sound: Sound
    valence: float
    arousal: float


def read_rated_speech(path: Path) -> list[RatedSpeech]:
    """All clips of the archive, in the order of their names."""
    with tarfile.open(path) as archive:
        files = {
            PurePath(member.name).name: archive.extractfile(member).read()  # type: ignore[union-attr]
            for member in archive
            if member.isfile()
        }
    arousal, valence = _ratings(files["arousal.csv"]), _ratings(files["valence.csv"])
    return [
        RatedSpeech(stem, decode_audio(files[f"{stem}.flac"], _LIMITS), valence[stem], rating)
        for stem, rating in sorted(arousal.items())
    ]


def _ratings(table: bytes) -> dict[str, float]:
    rows = csv.reader(StringIO(table.decode("utf-8")))
    return {PurePath(name).stem: float(value) for name, value in rows}
