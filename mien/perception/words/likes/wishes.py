"""What someone asks for more or less of."""

import re
from collections.abc import Iterator

from mien.perception.words.likes.line import Finding, Line
from mien.perception.words.likes.phrases import phrases_in

_WANT = r"(want|wanna|need|needs|needed|fancy|crave)( to (see|watch|have|get|hear|try|find))?"
_SEE = r"( to (see|watch|have|get|hear|try|find|buy))?"
_NONE = re.compile(r"\b(no|zero)\b(?! longer| one| matter| wonder)")
_AMOUNTS = (
    (re.compile(r"(\bnot|n't)( \w+){0,3} enough( of)?\b"), 0.5),
    (re.compile(r"\btoo (much|many)( of)?\b"), -0.6),
    (re.compile(r"\b(n't|not|no)( \w+){0,4} more( of)?\b"), -0.6),
    (re.compile(r"\bmore( of)?\b"), 0.5),
    (re.compile(r"\b(less|fewer)( of)?\b"), -0.5),
    (_NONE, -0.5),
)
_COMPLAINTS = (
    (re.compile(r"\bif only (they|you|it) (had |'d )?(cut|left out|dropped|removed|skipped)\b"),
     -0.6),
    (re.compile(r"\b(could|can|should) (use|do with) an? (better|new|different|good)\b"), -0.6),
    (re.compile(r"\b(could|can) (really )?(use|do with)\b"), 0.5),
)  # fmt: skip
_WISHED_OTHERWISE = re.compile(r"\bwish( that)?\b.* (was|were|had been|are|is)\b")
_WISHED = re.compile(
    r"\bwish( that)?( there| it| they| we| i)?( was| were| had|'d)?( been)?( a| an| some)?\b"
)
_ASKED_FOR = (
    re.compile(rf"(\bwould|'d)( \w+ly| rather| so)? (like|love|prefer|enjoy|watch|see){_SEE}\b"),
    re.compile(rf"\b{_WANT}\b"),
    re.compile(r"\b(show|give|bring|find|recommend|suggest) me\b"),
    re.compile(r"\b(can|could|may) (i|we|you) (\w+ )?(see|get|have|watch|find|add)\b"),
    re.compile(r"\b(looking|hoping|in the mood) for\b"),
    re.compile(r"\b(do you have|have you got|got) any\b"),
)
_REFUSED_STRENGTH, _WISHED_STRENGTH = -0.6, 0.5
_COMPARED = frozenset(("than", "expected"))


def wishes(line: Line) -> Iterator[Finding]:
    """What the amounts and requests of a line name; nothing where it compares."""
    if not _COMPARED.isdisjoint(line.words) or line.is_conditional:
        return
    for rule in (_complaints, _wished, _amounts, asked_for):
        found = list(rule(line))
        if found:
            yield from found
            return


def _complaints(line: Line) -> Iterator[Finding]:
    for pattern, value in _COMPLAINTS:
        place = line.find(pattern)
        if place:
            yield from (Finding(each, value) for each in line.objects_at(place[1])[:1])
            return


def _wished(line: Line) -> Iterator[Finding]:
    """ "I wish the songs were shorter" blames them; "I wish there were songs" asks for them."""
    place = line.find(_WISHED)
    if not place or any(word in line.words for word in ("more", "less", "fewer")):
        return
    blamed = line.find(_WISHED_OTHERWISE)
    value = _REFUSED_STRENGTH if blamed and blamed[1] > place[1] else _WISHED_STRENGTH
    yield from (Finding(each, value) for each in line.objects_at(place[1])[:1])


def _amounts(line: Line) -> Iterator[Finding]:
    for pattern, value in _AMOUNTS:
        place = line.find(pattern)
        if place and not (pattern is _NONE and _says_more(line, place[0])):
            yield from (Finding(each, value) for each in line.objects_at(place[1]))
            return


def _says_more(line: Line, at: int) -> bool:
    """ "No" stands among other things: "it displayed no disc"."""
    return "there" not in line.words[:at] and bool(phrases_in(line.tokens[:at]))


def asked_for(line: Line) -> Iterator[Finding]:
    """ "I want dragons", "do you have any comedies"."""
    for pattern in _ASKED_FOR:
        place = line.find(pattern)
        if place and line.by_speaker(place[0]):
            refused = line.negated(place[1])
            value = _REFUSED_STRENGTH if refused else _WISHED_STRENGTH
            yield from (Finding(each, value) for each in line.objects_at(place[1]))
            return
