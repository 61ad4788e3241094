"""A text cut into sentences, and those at commas and at the words that join or contrast.

"loved the music, but it was too long!" --> [loved the music] , [it was too long] but
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mien.perception.words.likes.tokens import Token

_STOPS = frozenset(".!?;:\n()[]{}|•")
_PAUSES = frozenset(",/+")
_JOINING = frozenset(("and", "or", "nor", "plus"))
_CONTRASTING = frozenset(
    ("but", "though", "although", "however", "yet", "while", "whereas", "because", "since")
)
_EXCEPTING = frozenset(("except", "besides"))
_EXCEPTING_PAIRS = frozenset((("apart", "from"), ("aside", "from"), ("other", "than")))
_ALL = frozenset(("anything", "everything", "all", "nothing"))
_ASKING = frozenset(
    """
    is are was were do does did has have had how what who whom where when why which will whose
    """.split()  # noqa: SIM905
)
_LONGEST = 40

EXCEPT = "except"
"""The link of a segment that names an exception."""


@dataclass(slots=True)
class Segment:
    """Words between two joints; `link` is the word or the mark before them."""

    link: str
    line: list[Token] = field(default_factory=list)
    charge: float = 0.0

    @property
    def words(self) -> list[str]:
        """The words and marks in lower case."""
        return [token.lower for token in self.line]


@dataclass(slots=True)
class Sentence:
    """Segments up to a stop, which is `end`."""

    segments: list[Segment]
    end: str = ""

    @property
    def is_question(self) -> bool:
        """It ends with a question mark and begins as questions do: "snakes?" names a topic."""
        words = self.segments[0].words
        return self.end.startswith("?") and bool(words) and words[0] in _ASKING


def sentences(tokens: Sequence[Token]) -> Iterator[Sentence]:
    """The sentences of a text, without empty ones."""
    sentence = Sentence([Segment("")])
    for at, token in enumerate(tokens):
        if not _stops(token):
            _take(sentence, tokens, at)
        elif _told(sentence):
            yield Sentence(_told(sentence), token.lower)
            sentence = Sentence([Segment("")])
    if _told(sentence):
        yield Sentence(_told(sentence))


def _told(sentence: Sentence) -> list[Segment]:
    return [each for each in sentence.segments if each.line or each.charge]


def _stops(token: Token) -> bool:
    """A mark that ends a sentence; a dash does, since those inside words belong to the words."""
    return not token.is_word and (token.lower[0] in _STOPS or token.lower in "-–—")


def _take(sentence: Sentence, tokens: Sequence[Token], at: int) -> None:
    token, current = tokens[at], sentence.segments[-1]
    link = _link(tokens, at)
    if token.charge:
        current.charge = token.charge
        if current.line:
            sentence.segments.append(Segment(","))
    elif link:
        if current.line or current.charge:
            sentence.segments.append(Segment(link))
        else:
            current.link = link
    elif len(current.line) >= _LONGEST and token.is_word:
        sentence.segments.append(Segment("", [token]))
    elif token.is_word and not (token.lower == "from" and current.link == EXCEPT):
        current.line.append(token)


def _link(tokens: Sequence[Token], at: int) -> str:
    word = tokens[at].lower
    before = tokens[at - 1].lower if at else ""
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if word in _PAUSES:
        return ","
    if word in _EXCEPTING or (word, after) in _EXCEPTING_PAIRS:
        return EXCEPT
    if word == "but" and before in _ALL:
        return EXCEPT
    if word in _JOINING:
        return "" if (before, after) == ("black", "white") else word
    if word == "yet" and before != ",":
        return ""
    return word if word in _CONTRASTING else ""
