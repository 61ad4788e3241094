"""What a lesson needs to know of the session that it comes from."""

from functools import lru_cache
from typing import Protocol

from recommender_api.tables import SEPARATOR

FILM = "film"
"""The category of every film; a product has its own."""
MOST_TAG = 128
"""Characters of a tag; what is longer is cut, as the table holds it."""


class Watched(Protocol):
    """A row of `viewing_session`; `tags` are joined by ", ", `item_id` is None for a video."""

    @property
    def id(self) -> str: ...
    @property
    def viewer_id(self) -> str: ...
    @property
    def catalog(self) -> str: ...
    @property
    def item_id(self) -> str | None: ...
    @property
    def title(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def tags(self) -> str: ...


def tag_name(tag: str) -> str:
    """A tag as weights know it: in lower case, with single blanks, at most MOST_TAG characters."""
    return " ".join(tag.casefold().replace("\0", " ").split())[:MOST_TAG].rstrip()


def item_tags(session: Watched) -> tuple[str, ...]:
    """The different tags of the session's item, as weights know them."""
    return split_tags(session.tags)


@lru_cache(maxsize=10_000)
def split_tags(joined: str) -> tuple[str, ...]:
    """The different tags of a list that is joined by ", ", as weights know them."""
    names = map(tag_name, joined.split(SEPARATOR))
    return tuple(dict.fromkeys(name for name in names if name))
