"""One thing above another, and the best or the worst of something."""

import re
from collections.abc import Iterator

from mien.perception.words.likes import closed_words as closed
from mien.perception.words.likes.line import Finding, Line
from mien.perception.words.likes.opinion_words import liking, value
from mien.perception.words.likes.praise import praise

_PREFERRED = re.compile(r"\b(prefer|preferred)\b")
_RATHER = re.compile(r"\brather (watch|see|have|get|buy|read|take)\b")
_OVER = re.compile(r"\b(to|over|than|rather than|instead of)\b")
_THAN = re.compile(r"\bthan\b")
_SUPERLATIVE = re.compile(
    r"\b(favou?rite|best|coolest|nicest|funniest|greatest|worst|weakest|(least (favou?rite|liked)))"
    r"( \w+){0,4} (was|were|is|are|'s|be)\b"
)
_WORST = ("worst", "weakest", "least")
_CLEFT = re.compile(
    r"\b(what|(things?|parts?|bits?|scenes?|one|only)( \w+)?) (that )?(i|we)\b.*"
    r" (was|were|is|are|'s)\b"
)
_MORE_THAN_RIVAL = 0.7


def comparisons(line: Line) -> Iterator[Finding]:
    """What the first kind of comparison that fits says."""
    for rule in (_prefers, _compares, _cleft, _superlative):
        found = list(rule(line))
        if found:
            yield from found
            return


def _prefers(line: Line) -> Iterator[Finding]:
    place = line.find(_PREFERRED) or line.find(_RATHER)
    if not place or not line.by_speaker(place[0]):
        return
    better, sign = line.object_at(place[1]), -1.0 if line.negated(place[0]) else 1.0
    if better is not None:
        yield Finding(better, 0.6 * sign)
    over = line.find(_OVER)
    worse = line.object_at(over[1]) if over and over[0] > place[1] else None
    if worse is not None:
        yield Finding(worse, -0.4 * sign)


def _compares(line: Line) -> Iterator[Finding]:
    than = line.find(_THAN)
    if not than:
        return
    sign = _comparative(line, than[0])
    copula = next((p for p in range(than[0]) if line.words[p] in closed.COPULAS), than[0])
    first = line.subject_before(copula)
    if not sign or first is None:
        return
    yield Finding(first, 0.6 * sign, as_subject=True)
    second = line.object_at(than[1])
    if second is not None and second.words and not _is_clause(line, than[1]):
        yield Finding(second, -0.6 * _MORE_THAN_RIVAL * sign)


def _comparative(line: Line, before: int) -> float:
    """1 or -1 for a better or worse first; 0 where the word compared by does not value."""
    words = line.words[max(0, before - 3) : before]
    stems = (form for word in words for form in (word, word.removesuffix("er"), word[:-1]))
    valued = next((value(stem) for stem in stems if stem and value(stem)), 0.0)
    sign = (valued > 0.0) - (valued < 0.0)
    if "less" in words:
        sign = -sign
    return float(-sign if line.negated(before) else sign)


def _is_clause(line: Line, at: int) -> bool:
    """ "than I expected" compares with no other thing."""
    return any(
        word in ("expected", "thought", "hoped", "ever", "usual") for word in line.words[at:]
    )


def _cleft(line: Line) -> Iterator[Finding]:
    """ "What I liked most was the humour", "the thing I hated was the narrator"."""
    place = line.find(_CLEFT)
    if not place:
        return
    for at in range(*place):
        strength = liking(line.words[at])
        if strength:
            value = line.turned(at, strength)
            yield from (Finding(each, value) for each in line.objects_at(place[1])[:1])
            return


def _superlative(line: Line) -> Iterator[Finding]:
    """ "The best thing about it was the costumes"; "the best actor was dull" is no such thing."""
    place = line.find(_SUPERLATIVE)
    if not place or place[1] >= len(line.words):
        return
    if praise(line.words[place[1] :]):
        return
    sign = -0.8 if any(word in _WORST for word in line.words[slice(*place)]) else 0.8
    at = place[1] + (line.words[place[1]] in ("when", "how"))
    yield from (Finding(each, sign) for each in line.objects_at(at)[:1])
