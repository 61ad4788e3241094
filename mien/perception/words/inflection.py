"""Base forms of English words by rule, without a dictionary.

"stopped" --suffix off--> "stopp" --> stopped, stopp, stop, stoppe: the caller looks each up
"""

from collections.abc import Iterator

_SUFFIXES = ("s", "es", "ed", "d", "ing", "ly", "er", "est", "y", "ness")
_SHORTEST = 3
_VOWELS = "aeiou"


def base_forms(word: str) -> Iterator[str]:
    """`word`, then what it may be a form of, the likelier first; most are no words at all."""
    yield word
    for suffix in _SUFFIXES:
        stem = word.removesuffix(suffix)
        if stem == word or len(stem) < _SHORTEST:
            continue
        yield stem
        if stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
            yield stem[:-1]
        if stem[-1] == "i":
            yield f"{stem[:-1]}y"
        if suffix in ("ing", "er", "est", "y"):
            yield f"{stem}e"
