"""What VADER knows of each word, looked up once and remembered.

    "LOOOVE!!" --punctuation stripped, stretching undone--> "love" --lexicon--> Word, cached

Most words of a line mean nothing to VADER. Its own code asks its lists about each word again and
again, up to a dozen times a line; here a word is one lookup in a dictionary.
"""

import re
import string
from dataclasses import dataclass
from functools import cache

from mien.perception.words.vader_lexicon import VaderLexicon, lexicon

_STRETCHED = re.compile(r"(\w)\1{2,}")
_ACTING = frozenset(("no", "or", "nor", "never", "so", "this", "without", "doubt", "least"))
_LONGEST_KEPT = 40
_MOST_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Word:
    """A word and what it does.

    `rated`: it has a valence in the lexicon; `carries`: that valence counts, since it does not only
    boost; `acts`: it may change the valence of a rated word up to three words behind it; `joins`:
    it may make a phrase with the word before it; `alone`: its valence depends on its neighbours
    only if they act or join.
    """

    lower: str
    capitals: bool
    rated: bool
    carries: bool
    acts: bool
    joins: bool
    alone: bool
    valence: float
    booster: float
    negates: bool


class Words(dict[str, Word]):
    """Words by their spelling between blanks; grows as they come, up to a limit."""

    def __init__(self, vader: VaderLexicon) -> None:
        super().__init__()
        self._vader = vader
        self._second_words = frozenset(
            word for phrase in (*vader.phrases, *vader.boosters) for word in phrase.split()[1:2]
        )

    def __missing__(self, spelling: str) -> Word:
        word = self._look_up(spelling)
        if len(spelling) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[spelling] = word
        return word

    def _look_up(self, spelling: str) -> Word:
        bare = spelling.strip(string.punctuation)
        if len(bare) <= 2:  # an emoticon, perhaps
            bare = spelling
        lower = self._unstretched(bare.lower())
        vader = self._vader
        rated, booster = lower in vader.valences, vader.boosters.get(lower, 0.0)
        negates = lower in vader.negations or "n't" in lower
        joins = lower in self._second_words
        return Word(
            lower,
            capitals=bare.isupper(),
            rated=rated,
            carries=rated and not booster,
            acts=booster != 0.0 or negates or joins or lower in _ACTING,
            joins=joins,
            alone=not (bare.isupper() or joins or lower in ("no", "kind")),
            valence=vader.valences.get(lower, 0.0),
            booster=booster,
            negates=negates,
        )

    def _unstretched(self, lower: str) -> str:
        """A known word for one with letters held down ("sooo", "looove"), or the word itself."""
        if not _STRETCHED.search(lower) or self._known(lower):
            return lower
        shorter = (_STRETCHED.sub(r"\1\1", lower), _STRETCHED.sub(r"\1", lower))
        return next(filter(self._known, shorter), lower)

    def _known(self, lower: str) -> bool:
        """ "nooo" is left a cry: as "no" it would negate what follows."""
        vader = self._vader
        return lower != "no" and (lower in vader.valences or lower in vader.boosters)


@cache
def words() -> Words:
    """The process's only cache of words."""
    return Words(lexicon())
