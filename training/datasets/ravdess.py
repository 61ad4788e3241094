"""RAVDESS speech: 24 actors, eight emotions, two intensities (Livingstone and Russo 2018).

    audio-ravdess-opus32k.tar.xz | a folder of 03-01-EE-II-SS-RR-AA.* --> Utterance, cached as int16

Actors are odd for men and even for women; a split is always by actor.
"""

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from mien.media.audio import AudioLimits, Sound, decode_audio
from mien.taxonomy import VALENCE_AROUSAL, Expression

EMOTIONS = ("neutral", "calm", "happy", "sad", "angry", "fear", "disgust", "surprise")
"""The file names' third field, 01..08, by Mien's names: `fear` is RAVDESS's `fearful`."""

ACTORS = tuple(range(1, 25))
ARCHIVE = "speech/audio-ravdess-opus32k.tar.xz"
CALM = (0.68, -0.46)
"""Valence and arousal of "relaxed" in Russell and Mehrabian (1977)."""

_LIMITS = AudioLimits(max_seconds=60)
_INTENSITY = {1: 0.75, 2: 1.25}


@dataclass(frozen=True, slots=True)
class Utterance:
    """One spoken sentence; `emotion` is an index into EMOTIONS, `strong` its acted intensity."""

    sound: Sound
    actor: int
    emotion: int
    strong: bool

    @property
    def valence_arousal(self) -> tuple[float, float]:
        """Derived, not rated: the emotion's anchor, nearer to or farther from the origin."""
        name = EMOTIONS[self.emotion]
        anchor = CALM if name == "calm" else VALENCE_AROUSAL[Expression(name)]
        factor = _INTENSITY[1 + self.strong]
        return anchor[0] * factor, anchor[1] * factor


def read_ravdess(source: Path, cache: Path) -> list[Utterance]:
    """All utterances of an archive or a folder, in the order of their names.

    The decoded sound is kept in `cache` (an .npz file) and read from there the next time.
    Raises FileNotFoundError where there is neither.
    """
    if not cache.exists():
        _decode(source, cache)
    with np.load(cache) as stored:
        names, lengths, samples = stored["names"], stored["lengths"], stored["samples"]
    sounds = np.split(samples.astype(np.float32) / 32768, np.cumsum(lengths)[:-1])
    return [_utterance(str(name), sound) for name, sound in zip(names, sounds, strict=True)]


def _utterance(stem: str, sound: Sound) -> Utterance:
    fields = [int(field) for field in stem.split("-")]
    return Utterance(sound, actor=fields[6], emotion=fields[2] - 1, strong=fields[3] == 2)


def _decode(source: Path, cache: Path) -> None:
    found = dict(sorted(tqdm(_files(source), desc=f"Decoding {source.name}", total=1440)))
    if not found:
        raise FileNotFoundError(f"no RAVDESS speech (03-01-*) in {source}")
    cache.parent.mkdir(parents=True, exist_ok=True)
    partial = cache.with_suffix(".partial.npz")
    np.savez(
        partial,
        names=np.array(list(found)),
        lengths=np.array([len(sound) for sound in found.values()]),
        samples=np.concatenate(list(found.values())),
    )
    partial.replace(cache)


def _files(source: Path) -> Iterator[tuple[str, NDArray[np.int16]]]:
    if source.is_dir():
        for path in source.rglob("03-01-*"):
            yield path.stem, _samples(path.read_bytes())
        return
    with tarfile.open(source) as archive:
        for member in archive:
            name = PurePath(member.name)
            if member.isfile() and name.name.startswith("03-01-"):
                file = archive.extractfile(member)
                assert file is not None
                yield name.stem, _samples(file.read())


def _samples(data: bytes) -> NDArray[np.int16]:
    return np.asarray(np.round(decode_audio(data, _LIMITS) * 32768), np.int16)
