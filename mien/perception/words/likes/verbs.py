"""What someone likes, and what pleases by what it does."""

import re
from collections.abc import Iterator

from mien.perception.words.likes import closed_words as closed
from mien.perception.words.likes.line import Finding, Line
from mien.perception.words.likes.opinion_words import liking, working
from mien.perception.words.likes.phrases import Phrase, phrases_in, unpraised
from mien.perception.words.likes.praise import praise

_FOUND = re.compile(r"\b(find|found|consider|considered|thought|think)\b")
_NO_VERB_AFTER = frozenset(
    """
    look looks looked something anything more stuff 's is was were are
    feel feels felt sounds sound
    """.split()  # noqa: SIM905
)
""" "like" after these compares: "something like", "was like"."""

_BETWEEN = closed.ADVERBS | closed.AUXILIARIES | closed.NEGATIONS | {"keep", "keeps", "kept"}
"""What may stand between a subject and its verb."""

_FUNCTIONS = frozenset(
    (
        "close",
        "open",
        "charge",
        "turn",
        "stick",
        "hold",
        "last",
        "load",
        "connect",
        "start",
        "zip",
        "install",
        "play",
    )
)
_FAILS = 0.6
"""How much is missed in a thing that does not do what it is for."""


def likes(line: Line) -> Iterator[Finding]:
    """Objects of the first verb of liking, where the speaker is who likes."""
    for at, word in enumerate(line.words):
        strength = liking(word)
        if not strength or _compares(line, at):
            continue
        if not line.by_speaker(at):
            return
        yield from _objects(line, at + 1, line.turned(at, strength))
        return


def _compares(line: Line, at: int) -> bool:
    """Not a verb of liking but "something like", "the love", "like a dream"."""
    if at:
        return line.words[at - 1] in _NO_VERB_AFTER | closed.DETERMINERS
    return line.words[:2] in (["like", "a"], ["like", "an"])


def _objects(line: Line, at: int, signed: float) -> Iterator[Finding]:
    """The object; of a clause ("that it has no violence", "how the story unfolded") its noun."""
    clause = at < len(line.words) and line.words[at] in ("that", "how", "when", "where", "what")
    if clause and at + 1 < len(line.words) and line.words[at + 1] not in closed.VERBS:
        yield from _in_clause(line, at + 1, signed)
        return
    phrase = line.object_at(at)
    if phrase is not None:
        yield Finding(phrase, signed)


def _in_clause(line: Line, at: int, signed: float) -> Iterator[Finding]:
    """ "how the story unfolded" is of the story, "that it has no violence" against violence."""
    lacks = any(word in ("no", "n't", "not", "without") for word in line.words[at:])
    if lacks or line.words[at] not in closed.PRONOUNS:
        phrases = phrases_in(line.tokens[at:])
        yield from (Finding(phrase, -signed if lacks else signed) for phrase in phrases[:1])


def finds(line: Line) -> Iterator[Finding]:
    """ "I found the humour childish", "I found it dull"."""
    place = line.find(_FOUND)
    if not place or not line.by_speaker(place[0]):
        return
    if any(word in closed.COPULAS for word in line.words[place[1] :]):
        return
    said = praise(line.words[place[1] :])
    phrase = line.object_at(place[1])
    if phrase is not None and phrase.words:
        phrase = unpraised(phrase)
    if said and phrase is not None:
        yield Finding(phrase, line.turned(place[0], said), as_subject=True)


def works(line: Line) -> Iterator[Finding]:
    """ "The strap broke", "the humour did n't work", "reality TV bores me"."""
    for at, word in enumerate(line.words):
        strength = working(word) or (_FAILS if word in _FUNCTIONS and line.negated(at) else 0.0)
        if not strength or not at or line.words[at - 1] in closed.DETERMINERS:
            continue
        subject = line.subject_before(at)
        if subject is not None and not _acted_on(line, subject, at):
            yield Finding(subject, line.turned(at, strength), as_subject=True)
            return


def _acted_on(line: Line, subject: Phrase, at: int) -> bool:
    """Someone else does it, or more than adverbs and auxiliaries stand before the verb."""
    if any(token.lower in closed.OTHER_PEOPLE for token in subject.words):
        return True
    last = at - 1
    while last > 0 and line.words[last] in _BETWEEN:
        last -= 1
    named = subject.words[-1:] == (line.tokens[last],)
    return not named and line.words[last] not in closed.PRONOUNS - closed.SPEAKERS
