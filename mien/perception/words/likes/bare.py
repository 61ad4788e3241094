"""Segments that only name things, or only answer: lists, topics, "but I didn't", "no thanks".

"the dancing"  --after a finding--> the same of it   --asked for--> an answer
               --before one--> waits for its praise  --alone--> the topic of what follows
"""

import re
from dataclasses import replace

from mien.perception.words.likes import closed_words as closed
from mien.perception.words.likes.line import Finding, Line
from mien.perception.words.likes.memory import Memory
from mien.perception.words.likes.opinion import Liking
from mien.perception.words.likes.phrases import Phrase, unpraised
from mien.perception.words.likes.segments import Segment

STRENGTH = 0.5
"""Of what is named without a word on how much it is liked."""

_BUT_I = re.compile(r"^(i|me|we) ?(do|did|does|was|am)?( n't| not)?( though| either)?$")
_YES = re.compile(r"^(yes please|yes|absolutely|more please)$")
_NO = re.compile(r"^(no (thanks|thank you)|nope|(hard )?pass|never again|no way)$")
_ANSWERED = 0.6
_LEADING = re.compile(r"^(well |so |umm? |erm |hmm |i ('d|would) say |i (guess|think) )+")
_NAMING = frozenset(("something", "anything", "everything", "this", "that", "these", "those"))
_TELLING = (closed.VERBS | closed.AUXILIARIES | closed.PRONOUNS | closed.SPEAKERS) - _NAMING
_LISTING = frozenset((",", "and", "or", "nor", "plus", ""))
_LONGEST = 5
"""Words of a member of a list, with its article and adverbs."""


def bare(
    segment: Segment, line: Line, named: list[Phrase], memory: Memory, alone: bool
) -> list[Finding]:
    """What a segment says that no rule fits; `alone`: it is a whole sentence."""
    if memory.pending is not None and _BUT_I.match(line.text):
        sign = -1.0 if line.negated(len(line.words)) else 1.0
        return [replace(memory.pending, value=sign * memory.pending.value)]
    if memory.subject is not None and (_YES.match(line.text) or _NO.match(line.text)):
        return [Finding(memory.subject, _ANSWERED if _YES.match(line.text) else -_ANSWERED)]
    if segment.charge and _TELLING.isdisjoint(line.words):
        return [Finding(each, segment.charge, as_subject=True) for each in named[:1]]
    if not _only_names(line):
        memory.mention(line, named)
        return []
    goes_on = memory.last is not None and segment.link in _LISTING
    if memory.asked is not None and not goes_on:
        liked = memory.asked is Liking.LIKE and not line.negated(len(line.words))
        return [Finding(each, STRENGTH if liked else -STRENGTH) for each in named]
    if len(named) != 1 or len(line.words) > _LONGEST or line.words[0] in closed.PREPOSITIONS:
        return []
    return _listed(segment, line, named[0], memory, alone)


def excepted(named: list[Phrase], before: list[Finding], memory: Memory) -> list[Finding]:
    """ "Everything but the ending": the other way round than the rest."""
    if not named:
        return []
    liked = memory.asked is not Liking.DISLIKE
    if memory.asked is None and before:
        liked = before[-1].value > 0
    if before and before[-1].phrase.lemma in _NAMING:
        before.pop()
    return [Finding(unpraised(named[0]) or named[0], -STRENGTH if liked else STRENGTH)]


def _listed(
    segment: Segment, line: Line, phrase: Phrase, memory: Memory, alone: bool
) -> list[Finding]:
    nor = segment.link == "nor" or "nor" in line.words
    turned = line.negated(len(line.words)) and not nor
    if memory.last is not None and (segment.link in _LISTING or turned):
        return [Finding(phrase, -memory.last.value if turned else memory.last.value)]
    memory.waiting.append(phrase)
    if alone:
        memory.subject = memory.mentioned = phrase
    return []


def _only_names(line: Line) -> bool:
    """No verb, no pronoun, no "too" before a word."""
    words = _LEADING.sub("", line.text).split()
    return "too" not in words[:-1] and (_TELLING | closed.COPULAS).isdisjoint(words)
