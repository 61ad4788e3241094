"""Whether lines sound pleased or displeased.

lines --clean--> clean lines --VADER--> Sentiment

VADER takes other languages' words for English ones: of a line that is rather written in another
language only emoji and emoticons count.
"""

import re
from collections.abc import Iterable

from mien.perception.words import vader
from mien.perception.words.cleaning import clean
from mien.perception.words.language import looks_foreign
from mien.perception.words.sentiment import Sentiment

_WORD = re.compile(r"[^\W\d_]{2,}")


class SentimentReader:
    """Sentiment by VADER (Hutto and Gilbert, ICWSM 2014); safe to call from any thread.

    The lexicon, a few megabytes and tens of milliseconds, is loaded with the first line of the
    process.
    """

    def read(self, texts: Iterable[str]) -> list[Sentiment]:
        """One sentiment a text, in the same order; nothing that a text holds makes it fail."""
        return [self.read_one(text) for text in texts]

    def read_one(self, text: str) -> Sentiment:
        """The sentiment of one text."""
        line = clean(text)
        found = vader.score(line)
        if found.compound and looks_foreign(line):
            return vader.score(clean(_WORD.sub(" ", text)))
        return found
