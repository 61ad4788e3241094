"""A segment's words, ready to be searched by rules."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from mien.perception.words.likes import closed_words as closed
from mien.perception.words.likes.phrases import UNDERSTOOD, Phrase, phrase_at, phrases_in
from mien.perception.words.likes.tokens import Token

_TURNED = -0.8

_NO_SUBJECT_AFTER = closed.PREPOSITIONS | closed.AUXILIARIES | frozenset(("n't", "yet"))
"""After these stands an object, or a verb that is not known for one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A like (`value` above 0) or a dislike of a phrase; `value` is in -1..1.

    `as_subject`: it was the subject of what was said, so that further praise goes to it too.
    """

    phrase: Phrase
    value: float
    as_subject: bool = False


class Line:
    """The words of one segment, and what its pronouns stand for."""

    def __init__(
        self,
        tokens: Sequence[Token],
        mentioned: Phrase | None = None,
        last: Phrase | None = None,
    ) -> None:
        """`mentioned` is what "it" means, `last` what "him" or "them" may mean otherwise."""
        self.tokens = list(tokens)
        self.words = [token.lower for token in tokens]
        self.text = " ".join(self.words)
        self._starts = [0, *accumulate(len(word) + 1 for word in self.words)]
        self._mentioned, self._last = mentioned, last

    def find(self, pattern: re.Pattern[str]) -> tuple[int, int] | None:
        """The first and the next place of the words that a pattern matches."""
        match = pattern.search(self.text)
        if match is None:
            return None
        first = sum(start <= match.start() for start in self._starts) - 1
        after = sum(start < match.end() for start in self._starts)
        return first, after

    def turned(self, before: int, value: float) -> float:
        """A value, or somewhat less than its opposite where a negation stands before a place."""
        return _TURNED * value if self.negated(before) else value

    def negated(self, before: int) -> bool:
        """An odd number of negations stands before a place."""
        return sum(word in closed.NEGATIONS for word in self.words[:before]) % 2 == 1

    def by_speaker(self, verb: int) -> bool:
        """Whether the verb at a place is the speaker's, or an order, or has no subject."""
        for at in range(verb - 1, -1, -1):
            word = self.words[at]
            if word in closed.SPEAKERS:
                return True
            if word in closed.OTHER_PEOPLE or word in closed.PRONOUNS:
                return word in ("what", "which", "that", "there")
            if word not in closed.CLOSED | closed.ADVERBS | closed.DETERMINERS:
                return False
        return True

    @property
    def is_conditional(self) -> bool:
        """It says what would be, not what is."""
        return "if" in self.words and "only" not in self.words

    def object_at(self, at: int) -> Phrase | None:
        """What the words from a place on name: a noun phrase, or what a pronoun stands for."""
        while at < len(self.words) and self.words[at] in closed.ADVERBS:
            at += 1
        if at < len(self.words) and self._stands_for_another(at):
            return self._meant(self.words[at])
        return phrase_at(self.tokens, at)[0]

    def objects_at(self, at: int) -> list[Phrase]:
        """The object at a place, and the topic that its preposition adds ("films about space")."""
        while at < len(self.words) and self.words[at] in closed.ADVERBS | closed.LEADS_ON:
            at += 1
        first, after = phrase_at(self.tokens, at)
        if first is None:
            found = self.object_at(at)
            return [] if found is None else [found]
        if after < len(self.words) and self.words[after] in ("about", "with", "featuring"):
            second, _ = phrase_at(self.tokens, after + 1)
            return [first] if second is None else [first, second]
        return [first]

    def subject_before(self, at: int) -> Phrase | None:
        """The nearest noun phrase before a place that no preposition leads, or a pronoun's."""
        end = at
        while end:
            last = _last_phrase(self.tokens[:end])
            if last is None:
                break
            start = self.tokens.index(last.words[0])
            while start and self.words[start - 1] in closed.DETERMINERS:
                start -= 1
            if not start or self.words[start - 1] not in _NO_SUBJECT_AFTER:
                return last
            end = start
        pronouns = [p for p in range(at) if self._stands_for_another(p)]
        return self._meant(self.words[pronouns[-1]]) if pronouns else None

    def _stands_for_another(self, at: int) -> bool:
        word = self.words[at]
        if word in ("this", "that", "these", "those"):
            following = self.words[at + 1] if at + 1 < len(self.words) else ""
            return following in closed.CLOSED or following in ("", "one")
        return word in closed.PRONOUNS_OF_ITEM or word in closed.PRONOUNS_OF_MENTION

    def _meant(self, pronoun: str) -> Phrase | None:
        if self._mentioned is not None:
            return self._mentioned
        return UNDERSTOOD if pronoun in closed.PRONOUNS_OF_ITEM else self._last


def _last_phrase(tokens: Sequence[Token]) -> Phrase | None:
    found = [each for each in phrases_in(tokens) if each.words]
    return found[-1] if found else None
