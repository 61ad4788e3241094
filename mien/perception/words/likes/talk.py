"""Sentence after sentence, segment after segment: the first rule that fits tells what is liked.

segment --rules in turn--> findings ─────────────────────────┐
           └─ none fits ─> list, topic, answer (`bare`) ─────┴─> memory ─> the next segment
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from mien.perception.words.likes import closed_words as closed
from mien.perception.words.likes.bare import bare, excepted
from mien.perception.words.likes.comparisons import comparisons
from mien.perception.words.likes.idioms import idioms, into
from mien.perception.words.likes.line import Finding, Line
from mien.perception.words.likes.memory import Memory, is_unmeant
from mien.perception.words.likes.opinion import ITEM, Liking
from mien.perception.words.likes.phrases import phrases_in
from mien.perception.words.likes.praised import praised
from mien.perception.words.likes.predicates import performances, possessions, predicates
from mien.perception.words.likes.segments import EXCEPT, Segment, Sentence
from mien.perception.words.likes.verbs import finds, likes, works
from mien.perception.words.likes.wishes import asked_for, wishes

_RULES: tuple[Callable[[Line], Iterator[Finding]], ...] = (
    comparisons,
    idioms,
    into,
    finds,
    wishes,
    likes,
    predicates,
    works,
    possessions,
    performances,
    praised,
)


def opinions_of(sentences: Iterable[Sentence], asked: Liking | None) -> Iterator[Finding]:
    """All findings of a text; `asked` is what a bare list in it answers."""
    memory = Memory(asked)
    for sentence in sentences:
        if sentence.is_question:
            yield from _question(sentence, memory)
        else:
            yield from _statement(sentence, memory)


def _question(sentence: Sentence, memory: Memory) -> list[Finding]:
    """A question may ask for something, or name a topic: "why do they always add X?"."""
    line = Line(sentence.segments[0].line)
    named = phrases_in(line.tokens)
    memory.subject = named[-1] if named and line.words[0] == "why" else None
    return list(asked_for(line))


def _statement(sentence: Sentence, memory: Memory) -> list[Finding]:
    memory.begin_sentence()
    found: list[Finding] = []
    for segment in sentence.segments:
        found += _segment(segment, found, memory, alone=len(sentence.segments) == 1)
    return found


def _segment(segment: Segment, before: list[Finding], memory: Memory, alone: bool) -> list[Finding]:
    line = memory.line_of(segment)
    unnamed = closed.ITEM_NOUNS | closed.IDLE_NOUNS | {ITEM}
    named = [phrase for phrase in phrases_in(segment.line) if phrase.lemma not in unnamed]
    if segment.link == EXCEPT:
        return excepted(named, before, memory)
    found = _by_rules(line, segment, memory)
    return memory.found(found) if found else bare(segment, line, named, memory, alone)


def _by_rules(line: Line, segment: Segment, memory: Memory) -> list[Finding]:
    if is_unmeant(line):
        return []
    sign = -1.0 if segment.link == "nor" else 1.0
    for rule in _RULES:
        if rule is praised and memory.asked is not None:
            continue
        found = [each for each in rule(line) if not _is_idle(each)]
        if found:
            return [memory.placed(replace(each, value=sign * each.value)) for each in found]
    return []


def _is_idle(finding: Finding) -> bool:
    return finding.phrase.lemma.rpartition(" ")[2] in closed.IDLE_NOUNS
