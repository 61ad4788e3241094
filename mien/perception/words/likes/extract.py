"""Likes and dislikes from a line of talk.

    text --tokens--> words --sentences--> segments --rules--> findings --merged--> Opinion

There is no tagger and no parser: closed lists of English words tell where noun phrases end, and
words of praise come from VADER's lexicon and the project's own. Work grows in proportion to the
text.
"""

from collections.abc import Iterable

from mien.perception.words.cleaning import clean
from mien.perception.words.language import looks_foreign
from mien.perception.words.likes.line import Finding
from mien.perception.words.likes.opinion import Liking, Opinion
from mien.perception.words.likes.segments import sentences
from mien.perception.words.likes.talk import opinions_of
from mien.perception.words.likes.tokens import tokens


def extract(text: str, asked: Liking | None = None) -> list[Opinion]:
    """The likes and dislikes that a text states, in its order; none where it states none.

    `asked` is LIKE where the text answers what someone would like to see and DISLIKE where it
    answers what they would not: then a bare list ("comedies, cats, no horror please") is an answer.
    A thing that is liked twice comes once, as strongly as at its strongest.
    """
    if looks_foreign(clean(text)):
        return []
    return _merged(text, opinions_of(sentences(tokens(text)), asked))


def _merged(text: str, findings: Iterable[Finding]) -> list[Opinion]:
    strongest: dict[tuple[str, Liking], Opinion] = {}
    for finding in findings:
        if not finding.value:
            continue
        liking = Liking.LIKE if finding.value > 0 else Liking.DISLIKE
        start, end = finding.phrase.span
        lemma, strength = finding.phrase.lemma, round(min(1.0, abs(finding.value)), 3)
        opinion = Opinion(text[start:end] or lemma, lemma, liking, strength, (start, end))
        known = strongest.get((lemma, liking))
        if known is None or known.strength < strength:
            strongest[lemma, liking] = opinion
    return sorted(strongest.values(), key=lambda opinion: opinion.span)
