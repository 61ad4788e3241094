"""WordNet through NLTK: what words share a meaning, and how far one meaning is from another.

    word --senses, the commonest first--> synsets --relations, each at a price--> reach

NLTK's reader shares its open files between threads, so that all reading goes under one lock; what
a word reaches is remembered.
"""

import logging
import threading
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from mien.perception.words import wordnet_files
from mien.perception.words.wordnet_reach import HYPERNYM, reached
from mien.settings import Settings, settings

LOG = logging.getLogger(__name__)

_OPENING = threading.Lock()

_SENSES = 4
"""Senses of a word that reach others."""

_MEANT = 2
"""Senses of a word that it is taken to mean."""

_CONCRETE = frozenset(
    f"noun.{name}" for name in ("animal", "artifact", "food", "plant", "person", "object", "body")
)

_SHALLOW = 5
"""Meanings less deep than this ("state", "artifact") bring nothing together."""


@dataclass(frozen=True, slots=True)
class Related:
    """A word and how far its meaning is from another's: 0 the same, 1 none of it."""

    word: str
    distance: float


class WordNet:
    """An open WordNet; safe to call from any thread."""

    def __init__(self, folder: str) -> None:
        """`folder` holds corpora/wordnet, see `wordnet_files.lay_out`."""
        import nltk.data  # type: ignore[import-untyped]
        from nltk.corpus.reader.wordnet import WordNetCorpusReader  # type: ignore[import-untyped]

        if folder not in nltk.data.path:
            nltk.data.path.append(folder)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that other languages are not there
            self._reader: Any = WordNetCorpusReader(f"{folder}/corpora/wordnet", None)
        self._lock = threading.Lock()
        self.reach = lru_cache(maxsize=4_000)(self._reach)
        self.ancestors = lru_cache(maxsize=4_000)(self._ancestors)
        self.senses = lru_cache(maxsize=4_000)(self._meanings)
        self._depth = lru_cache(maxsize=20_000)(self._min_depth)

    def _reach(self, word: str) -> Mapping[str, float]:
        """Names of synsets within RADIUS of a word, with their distances; synonyms share them."""
        with self._lock:
            return reached(self._senses(word))

    def _ancestors(self, word: str) -> Mapping[str, int]:
        """Names of what a word's first meaning is a kind of, with the steps up; 0 is itself."""
        with self._lock:
            first = [synset for synset in self._senses(word)[:1] if synset.lexname() in _CONCRETE]
            steps: dict[str, int] = {}
            for synset in first:
                for path in synset.hypernym_paths():
                    for step, above in enumerate(reversed(path)):
                        steps[above.name()] = min(step, steps.get(above.name(), step))
            return steps

    def kind_of(self, word: str, other: str) -> int | None:
        """How many steps up `other` is from `word` in its first meaning; None elsewhere.

        Only of things that can be touched: "ending" is a kind of "action" to WordNet.
        """
        above = self.ancestors(word)
        return min((above[sense] for sense in self.senses(other) if sense in above), default=None)

    def _meanings(self, word: str) -> tuple[str, ...]:
        """Names of a word's commonest synsets, the commonest first."""
        with self._lock:
            return tuple(synset.name() for synset in self._senses(word)[:_MEANT])

    def distance(self, one: str, other: str) -> float:
        """0..1: how far two words are apart, over what both reach; 1 where that is nothing."""
        ours, theirs = self.reach(one), self.reach(other)
        both = ours.keys() & theirs.keys()
        found = (
            ours[name] + theirs[name] for name in both if self._deep_enough(name, ours, theirs)
        )
        return min(1.0, min(found, default=1.0))

    def _deep_enough(
        self, name: str, ours: Mapping[str, float], theirs: Mapping[str, float]
    ) -> bool:
        """A broad meaning counts only as one of the two words itself."""
        if ".n." not in name or min(ours[name], theirs[name]) < HYPERNYM:
            return True
        return self._depth(name) >= _SHALLOW

    def _min_depth(self, name: str) -> int:
        with self._lock:
            return int(self._reader.synset(name).min_depth())

    def related(self, word: str, most: int = 30) -> list[Related]:
        """Other words near a word's meaning, the nearest first; none for an unknown word."""
        nearest: dict[str, float] = {}
        for name, distance in self.reach(word).items():
            for lemma in self._lemmas(name):
                if lemma != word:
                    nearest[lemma] = min(distance, nearest.get(lemma, 1.0))
        ordered = sorted(nearest.items(), key=lambda pair: (pair[1], pair[0]))
        return [Related(lemma, distance) for lemma, distance in ordered[:most]]

    def _lemmas(self, name: str) -> list[str]:
        with self._lock:
            return [
                lemma.replace("_", " ").lower() for lemma in self._reader.synset(name).lemma_names()
            ]

    def _senses(self, word: str) -> list[Any]:
        senses: list[Any] = self._reader.synsets(word.strip().replace(" ", "_"))
        return senses[:_SENSES]


def open_wordnet(chosen: Settings | None = None) -> WordNet | None:
    """The process's WordNet, opened once, in some seconds; None, said once in the log, without.

    Raises InvalidSetting where MIEN_WORDNET_DIR names a folder that holds no WordNet.
    """
    with _OPENING:
        return _opened(chosen or settings())


@cache
def _opened(chosen: Settings) -> WordNet | None:
    source = wordnet_files.find(chosen)
    if source is None:
        LOG.warning(
            "no WordNet found, so related words are off: install wordnet-base, or "
            "set MIEN_WORDNET_DIR (docs/words.md)"
        )
        return None
    try:
        return WordNet(str(wordnet_files.lay_out(source, chosen.wordnet_cache)))
    except OSError as error:
        LOG.warning("WordNet at %s cannot be used, so related words are off: %s", source, error)
        return None
