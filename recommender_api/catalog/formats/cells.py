"""From a cell or JSON value, of whatever type, to a clean value or None.

What comes out fits both databases: no control characters or lone surrogates, whole numbers of 32
bits, finite decimals, short labels.
"""

import re
from collections.abc import Iterable

MAX_ID = 128
MAX_CATEGORY = 128
MAX_LABEL = 64
"""Characters of a genre or tag at most; what is longer is prose."""
MAX_PRICE = 1e12
MAX_WHOLE = 2**31 - 1

_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")
_NOT_SLUG = re.compile(r"[^\w.]+")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def text(value: object) -> str | None:
    """The trimmed text, or None for what is empty or neither text nor a number."""
    if not isinstance(value, str):
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        value = str(value)
    if not value.isprintable():
        value = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _UNSTORABLE.sub("", value))
    return value.strip() or None


def listed(value: object, separator: str = ", ") -> tuple[str, ...]:
    """A list's texts, or those of a text that `separator` divides; each once, in order."""
    if isinstance(value, list):
        return texts(value)
    parts = (text(value) or "").split(separator) if isinstance(value, str) else ()
    return tuple(dict.fromkeys(filter(None, map(str.strip, parts))))


def texts(values: Iterable[object]) -> tuple[str, ...]:
    """The texts among `values`, each once, in order."""
    return tuple(dict.fromkeys(filter(None, map(text, values))))


def labels(values: Iterable[str]) -> tuple[str, ...]:
    """Tags: lower case, each once; what is longer than MAX_LABEL is left out."""
    lowered = (value.lower() for value in values)
    return tuple(dict.fromkeys(label for label in lowered if len(label) <= MAX_LABEL))


def number(value: object, low: float, high: float) -> float | None:
    """A number within low...high, both included, of a number or its text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        parsed = float(value)
    except (ValueError, OverflowError):
        return None
    return parsed if low <= parsed <= high else None


def whole(value: object, low: int, high: int = MAX_WHOLE) -> int | None:
    """A number within low...high without its fraction: TMDB writes minutes as `162.0`."""
    parsed = number(value, low, high)
    return None if parsed is None else int(parsed)


def year(value: object) -> int | None:
    """The first year 1800...2099 in a number or text: 2019 of `TV Movie 2019`."""
    found = _YEAR.search(str(value))
    return int(found[0]) if found else None


def slug(value: str) -> str:
    """The text as part of an id and address: letters and digits of any script, `.`, `_`, `-`."""
    return _NOT_SLUG.sub("-", value).strip("-.")


def address(value: object) -> str | None:
    """A web address; None for anything else, file names included."""
    found = text(value)
    return found if found and _ADDRESS.fullmatch(found) else None
