"""What a session is about, as its row states it: an item of a catalog, or a video of one's own."""

from typing import NamedTuple

from sqlalchemy import Connection

from recommender_api.errors import UnknownItem
from recommender_api.learning.watched import FILM
from recommender_api.recommend.shelves import SHELVES
from recommender_api.sessions.requests import CatalogItem, VideoItem
from recommender_api.tables import SEPARATOR

_LONGEST_CATEGORY = 64


class Item(NamedTuple):
    """The columns of `viewing_session` that describe an item; tags are joined by ", "."""

    catalog: str
    item_id: str | None
    title: str
    category: str
    tags: str


def described(connection: Connection, item: CatalogItem | VideoItem) -> Item:
    """A film's category is FILM, a product has its own. Raises UnknownItem."""
    if isinstance(item, VideoItem):
        return Item("videos", None, item.title, item.category, SEPARATOR.join(item.tags))
    row = SHELVES[item.catalog].one(connection, item.id)
    if row is None:
        raise UnknownItem(f"there is no '{item.id}' among the {item.catalog}")
    if item.catalog == "movies":
        return Item("movies", item.id, row["title"], FILM, row["genres"])
    category = row["category"][:_LONGEST_CATEGORY]
    return Item("products", item.id, row["name"], category, row["tags"])
