"""Text to words and marks that remember where they stood.

text --what nobody sees, tags--> left out
     --words, emoji, punctuation--> Token, with its place in the text
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from mien.perception.words import vader
from mien.perception.words.cleaning import clean
from mien.perception.words.emoji_words import SILENT
from mien.perception.words.vader_words import words

_TOKEN = re.compile(
    r"(?P<skip></?[a-zA-Z][^<>]*>|&(?:#?\w{1,8});|https?://\S+|@\w+)"
    r"|(?P<heart><3)"
    r"|(?P<number>\d+[.)](?=\s))"
    r"|(?P<word>[^\W_]+(?:(?:['’\-]|&(?!\w{1,8};))[^\W_]+)*)"
    r"|(?P<mark>\.{2,}|\S|\n)"
)
_UNSEEN = frozenset(SILENT)
_AND = frozenset(("&amp;", "&#38;"))
_SPLIT = {"can't": ("can", "n't"), "cannot": ("can", "not"), "won't": ("will", "n't")}
_ENDINGS = ("n't", "'m", "'re", "'ve", "'ll", "'d", "'s")
_BARE = re.compile(
    r"(is|are|was|were|do|does|did|has|have|had|would|could|should)nt|(ca|wo)nt|i(m|ve)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word in lower case, or a mark; `start` and `end` are its place in the text."""

    lower: str
    start: int
    end: int
    is_word: bool
    capital: bool = False
    charge: float = 0.0
    """Of an emoji: how pleased (above 0) or displeased it looks, -1..1."""


def tokens(text: str) -> list[Token]:
    """All of a text; contractions come as two words ("did", "n't")."""
    kept = [place for place, character in enumerate(text) if character not in _UNSEEN]
    seen = text if len(kept) == len(text) else "".join(text[place] for place in kept)
    found: list[Token] = []
    for match in _TOKEN.finditer(seen):
        kind, start, end = match.lastgroup, kept[match.start()], kept[match.end() - 1] + 1
        if kind == "word":
            found += _words(match.group(), start, end)
        elif kind == "heart" or kind == "mark":
            mark = match.group()
            found.append(Token(mark, start, end, False, charge=_charge(mark)))
        elif kind == "number":
            found.append(Token(";", start, end, False))
        elif match.group() in _AND:
            found.append(Token("and", start, end, True))
    return found


def _words(word: str, start: int, end: int) -> list[Token]:
    """A word, or the parts of a contraction, which all stand where the whole does."""
    parts = _parts(words()[word].lower.replace("’", "'"))
    return [Token(part, start, end, True, word[0].isupper()) for part in parts]


def _parts(word: str) -> tuple[str, ...]:
    if word in _SPLIT:
        return _SPLIT[word]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            return (word.removesuffix(ending), ending)
    if _BARE.fullmatch(word):  # "didnt", "im"
        cut = {"nt": "n't", "im": "'m", "ve": "'ve"}[word[-2:]]
        stem = word.removesuffix("nt") if cut == "n't" else "i"
        return ({"ca": "can", "wo": "will"}.get(stem, stem), cut)
    return (word,)


@lru_cache(maxsize=5_000)
def _charge(mark: str) -> float:
    if mark == "<3" or not mark.isascii():
        return vader.score(clean(mark)).compound
    return 0.0
