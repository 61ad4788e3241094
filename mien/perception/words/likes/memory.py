"""What was said so far, for pronouns, lists and further praise to refer back to."""

import re
from dataclasses import dataclass, field, replace

from mien.perception.words.likes.line import Finding, Line
from mien.perception.words.likes.opinion import Liking
from mien.perception.words.likes.opinion_words import liking
from mien.perception.words.likes.phrases import UNDERSTOOD, Phrase
from mien.perception.words.likes.segments import Segment

_RAVES = re.compile(r"\b(rave|raves|raved|hype|hyped) (about|over)\b")
_UNMEANT = re.compile(r"\b(used to|thought (that )?(i|we) ('d|would)|expected to)\b")
_MOVED_BY = re.compile(r"\b(cried|cry|laughed|smiled|wept) (at|about|when)\b")
_RAVED = 0.7


@dataclass(slots=True)
class Memory:
    """`asked` is what the text answers.

    `subject` is what further praise is of, `mentioned` what "it" means and `pending` how others
    like that; `last` is the last finding of the sentence, `waiting` are things named in it that
    have yet to be valued.
    """

    asked: Liking | None
    subject: Phrase | None = None
    mentioned: Phrase | None = None
    pending: Finding | None = None
    last: Finding | None = None
    waiting: list[Phrase] = field(default_factory=list)

    def begin_sentence(self) -> None:
        """Lists end with their sentence."""
        self.last, self.waiting = None, []

    def line_of(self, segment: Segment) -> Line:
        """The segment with what its pronouns mean: in "the music was great, love it" the music."""
        orders = bool(segment.line) and liking(segment.line[0].lower) != 0.0
        meant = self.mentioned
        if meant is None and orders and self.last is not None and self.last.as_subject:
            meant = self.last.phrase
        return Line(segment.line, meant, self.last.phrase if self.last else None)

    def placed(self, finding: Finding) -> Finding:
        """Praise without a noun is of the last subject."""
        if finding.phrase is UNDERSTOOD and finding.as_subject and self.subject is not None:
            return replace(finding, phrase=self.subject)
        return finding

    def found(self, findings: list[Finding]) -> list[Finding]:
        """The findings, with what waited for theirs: "the music and the lighting were great"."""
        first = findings[0]
        if first.as_subject:
            findings = [*(Finding(each, first.value) for each in self.waiting), *findings]
            self.subject = first.phrase
        self.last, self.waiting, self.pending = findings[-1], [], None
        return findings

    def mention(self, line: Line, named: list[Phrase]) -> None:
        """What others like, or the speaker once did, "it" may mean next."""
        verb = next((at for at, word in enumerate(line.words) if liking(word)), None)
        raves = line.find(_RAVES)
        after = raves[1] if raves else None if verb is None else verb + 1
        if after is None:
            if named and _MOVED_BY.search(line.text):
                self.subject = named[-1]
            return
        phrase = line.object_at(after)
        if phrase is not None and phrase.words:
            self.mentioned = phrase
            self.pending = Finding(phrase, _RAVED if verb is None else liking(line.words[verb]))


def is_unmeant(line: Line) -> bool:
    """What others say, or what the speaker said or thought before, is no opinion of theirs now."""
    return bool(_UNMEANT.search(line.text) or _RAVES.search(line.text))
