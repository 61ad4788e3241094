"""The tags that a like or dislike can move: the catalog's own, and those of the session's item.

    catalog's genres or tags + the item's tags --TagMatcher--> tags near a word, with a share of it

Without WordNet only words and usual cues match ("cowboy", "western"), synonyms do not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, select

from mien.perception.words.tags import TagMatcher
from recommender_api.learning.watched import Watched, item_tags, tag_name
from recommender_api.recommend.shelves import SHELVES

MOST_TAGS = 2000
"""Of a catalog with more tags only the item's own are matched: each word is held against all."""

_NAMES = frozenset(("lemma", "synonym"))


@dataclass(frozen=True, slots=True)
class Near:
    """A tag near a word; `share` of the word's meaning, 0..1, is 1 less their distance."""

    tag: str
    share: float
    named: bool
    """The word is the tag or means it; otherwise it is only related to it."""


class Vocabulary:
    """Finds the tags that a word means or is related to."""

    def __init__(self, tags: Sequence[str]) -> None:
        """Takes tags as `tag_name` writes them."""
        self._matcher = TagMatcher(tags)

    def near(self, word: str) -> list[Near]:
        """The tags near a word, the nearest first."""
        return [
            Near(match.tag, match.similarity, match.how in _NAMES)
            for match in self._matcher.match(word)
        ]


def vocabulary_of(connection: Connection, session: Watched) -> Vocabulary:
    """What the words of a session's chat are looked up in."""
    tags = set(item_tags(session))
    for catalog, shelf in SHELVES.items():
        if catalog == session.catalog:
            names = connection.execute(select(shelf.groups.c.name).limit(MOST_TAGS + 1)).scalars()
            known = set(map(tag_name, names))
            tags |= known if len(known) <= MOST_TAGS else set()
    return _vocabulary(tuple(sorted(tags)))


@lru_cache(maxsize=64)
def _vocabulary(tags: tuple[str, ...]) -> Vocabulary:
    return Vocabulary(tags)
