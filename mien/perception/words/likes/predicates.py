"""What is said of a thing: "the acting was great", "she gave a great performance"."""

from collections.abc import Iterator
from itertools import takewhile

from mien.perception.words.likes import closed_words as closed
from mien.perception.words.likes.line import Finding, Line
from mien.perception.words.likes.opinion_words import value, value_said
from mien.perception.words.likes.phrases import UNDERSTOOD, Phrase, phrase_at, unpraised
from mien.perception.words.likes.praise import praise

_DESCRIBES = frozenset(("about", "called", "named", "set", "wearing", "born", "that"))
""" "It is about a lonely robot" says nothing of how good it is."""

_ELSEWHERE = closed.PREPOSITIONS - {"of", "like", "than", "as"}
"""What follows these is not said of the subject."""

_FELT = frozenset(
    ("bored", "hooked", "amazed", "impressed", "entertained", "captivated", "disappointed",
     "underwhelmed", "confused", "glued", "charmed")
)  # fmt: skip
""" "I was bored" is said of what was watched."""

_REPORTS = frozenset(("says", "said", "say", "heard", "told", "hear"))
_DOES = closed.VERBS | {"did", "does", "do"}
_HAS = frozenset(("has", "have", "had", "with"))


def predicates(line: Line) -> Iterator[Finding]:
    """ "The acting was great": the subject before the first copula that praise follows."""
    for at, word in enumerate(line.words):
        if word not in closed.COPULAS or not _is_copula(line, at):
            continue
        said = _said(line, at + 1)
        subject = line.subject_before(at) or _felt(line, at)
        if said and subject is not None:
            yield Finding(subject, line.turned(at, said), as_subject=True)
            return


def _is_copula(line: Line, at: int) -> bool:
    """ "The plot's boring", but not "the film's plot"."""
    if line.words[at] != "'s":
        return True
    following = line.words[at + 1] if at + 1 < len(line.words) else ""
    return value(following) != 0.0 or (
        following in closed.CLOSED | closed.ADVERBS | closed.DETERMINERS
    )


def _said(line: Line, at: int) -> float:
    rest = list(takewhile(lambda word: word not in _ELSEWHERE, line.words[at:]))
    reported = not _REPORTS.isdisjoint(line.words[:at])
    if not rest or rest[0] in _DESCRIBES or line.is_conditional or reported:
        return 0.0
    return praise(rest, value_said)


def _felt(line: Line, at: int) -> Phrase | None:
    speaks = not closed.SPEAKERS.isdisjoint(line.words[:at])
    return UNDERSTOOD if speaks and not _FELT.isdisjoint(line.words[at:]) else None


def performances(line: Line) -> Iterator[Finding]:
    """ "The lead actress gave a stunning performance": praise for what someone did."""
    for at, word in enumerate(line.words):
        if word not in _DOES or not at or line.words[at - 1] in closed.DETERMINERS:
            continue
        subject, said = line.subject_before(at), praise(line.words[at:])
        if said and subject is not None and subject.words and _REPORTS.isdisjoint(line.words):
            yield Finding(subject, line.turned(at, said), as_subject=True)
        return


def possessions(line: Line) -> Iterator[Finding]:
    """ "It had great songs", "it takes great pictures": praise of what a thing has or makes."""
    for at, word in enumerate(line.words[:-1]):
        if word not in _HAS and word not in closed.VERBS:
            continue
        if line.is_conditional or line.words[at + 1] == "to":
            return
        owner = line.subject_before(at) if word not in _HAS else None
        phrase, after = phrase_at(line.tokens, at + 1)
        said = praise(line.words[at + 1 : after])
        named = unpraised(phrase) if phrase is not None and phrase.words else None
        if said and named is not None and (owner is None or not owner.words):
            yield Finding(named, said)
            return
