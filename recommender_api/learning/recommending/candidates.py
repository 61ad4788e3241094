"""The items that a recommendation chooses among: no scan of the catalog, a few walks along indexes.

shares of emotions --ordered as /recommend orders--> the first POOL items --+--> Candidate
the liked tags --the best rated of each-------------------------------------+
                                  (both without what was seen)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Float,
    Select,
    bindparam,
    func,
    literal_column,
    select,
)

from recommender_api.catalog.weighting import weighted
from recommender_api.learning.recommending.tastes import Tastes
from recommender_api.learning.watched import FILM, tag_name
from recommender_api.recommend.mapping import CatalogName
from recommender_api.recommend.recommending import Wish, ordered
from recommender_api.recommend.shelves import SHELVES, Filters, Shelf
from recommender_api.tables import Prior

POOL = 100
"""Items in the vanilla order that are candidates, and twice as many as are asked for at least."""
LIKED_TAGS = 8
"""Of those that the catalog has: what viewers name is often no tag of it."""
MOST_LIKED = 1000
A_TAG = 60
"""Best rated items of each liked tag that are candidates."""

_LISTS = {"movies": "genres", "products": "tags"}
_NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item by its number in the catalog; `tags` are joined, as the catalog writes them.

    `place` in the vanilla order is from 0, None outside its first `pool` items; `group` is the
    genre or tag that brought the item here; `rating` is the weighted one, 0..10.
    """

    number: int
    group: str
    place: int | None
    category: str
    tags: str
    rating: float


def pool_size(count: int) -> int:
    """How many items of the vanilla order are candidates for so many places."""
    return max(POOL, 2 * count)


def gather(
    connection: Connection, wish: Wish, shares: dict[str, float], tastes: Tastes
) -> list[Candidate]:
    """Candidates in the vanilla order, then those of the liked tags; `wish.count` is the pool."""
    shelf = SHELVES[wish.catalog]
    vanilla = dict(ordered(connection, shelf, shares, wish))
    groups = dict(vanilla)
    for group in named(connection, shelf, tastes.liked()[:MOST_LIKED])[:LIKED_TAGS]:
        best = shelf.ranked_without(
            connection, group, "weighted", _NO_FILTERS, A_TAG, wish.left_out
        )
        for number in best:
            groups.setdefault(number, group)
    return _read(connection, wish.catalog, groups, list(vanilla))


def named(connection: Connection, shelf: Shelf, tags: Sequence[str]) -> list[str]:
    """The catalog's own spellings of tags, in their order; unknown ones are left out."""
    name = shelf.groups.c.name
    statement = select(name).where(func.lower(name).in_(tags))
    known = {tag_name(found): found for found in connection.execute(statement).scalars()}
    return [known[tag] for tag in tags if tag in known]


def _read(
    connection: Connection, catalog: CatalogName, groups: dict[int, str], vanilla: list[int]
) -> list[Candidate]:
    found = connection.execute(_facts(catalog), {"numbers": list(groups)})
    rows = {row[0]: row for row in found.all()}
    places = {number: place for place, number in enumerate(vanilla)}
    return [
        Candidate(number, group, places.get(number), *rows[number][1:])
        for number, group in groups.items()
    ]


@cache
def _facts(catalog: CatalogName) -> Select[Any]:
    """Takes `numbers`: number, category, joined tags and weighted rating of items."""
    items = SHELVES[catalog].items
    category = items.c.category if "category" in items.c else literal_column(f"'{FILM}'")
    rating = literal_column(weighted(items.name), Float)
    beside = items.join(Prior, Prior.catalog == items.name)
    columns = select(items.c.id, category, items.c[_LISTS[catalog]], rating)
    wanted: BindParameter[Any] = bindparam("numbers", expanding=True)
    return columns.select_from(beside).where(items.c.id.in_(wanted))
