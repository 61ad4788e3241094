"""The two catalogs, films by genre and products by tag, as one shape that ranking walks along."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Float,
    RowMapping,
    Select,
    Table,
    bindparam,
    literal_column,
    select,
)

from recommender_api.catalog.weighting import weighted
from recommender_api.recommend.diversity import Traits
from recommender_api.recommend.mapping import CatalogName
from recommender_api.tables import (
    SEPARATOR,
    Base,
    Genre,
    Movie,
    MovieGenre,
    Prior,
    Product,
    ProductTag,
    Tag,
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What an item must meet; None asks for nothing. Products have no year."""

    year_from: int | None = None
    year_to: int | None = None
    min_votes: int | None = None


NUL = "\0"
"""What PostgreSQL takes in no text, so no id contains it."""

LEADING = 4
"""How many of a film's actors, who are listed by billing, it is compared by."""

_NUMBERS: BindParameter[Any] = bindparam("numbers", expanding=True)
_TESTS: dict[str, Callable[[Table], ColumnElement[bool]]] = {
    "year_from": lambda links: links.c.year >= bindparam("year_from"),
    "year_to": lambda links: links.c.year <= bindparam("year_to"),
    "min_votes": lambda links: links.c.votes >= bindparam("min_votes"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """A catalog's items, its groups (genres or tags), and the links that rank the items in each."""

    items: Table
    key: str
    groups: Table
    links: Table
    group_key: str
    traits: Callable[[RowMapping], Traits]
    """What an item is compared by."""

    def ranked(
        self, connection: Connection, group: str, ranking: str, filters: Filters, most: int
    ) -> list[int]:
        """Numbers of up to `most` items of a group, best first: one walk along an index."""
        asked = {name: value for name, value in asdict(filters).items() if value is not None}
        values = {"group": group, "most": most, **asked}
        found = connection.execute(_walk(self, ranking, tuple(asked)), values)
        return [row.item_id for row in found.all()]

    def ranked_without(
        self,
        connection: Connection,
        group: str,
        ranking: str,
        filters: Filters,
        most: int,
        left_out: Collection[int],
    ) -> list[int]:
        """As `ranked`, without some items: walks on only as far as these stand in the way."""
        walked = most + min(most, len(left_out))
        while True:
            numbers = self.ranked(connection, group, ranking, filters, walked)
            kept = [number for number in numbers if number not in left_out]
            if len(kept) >= most or len(numbers) < walked:
                return kept[:most]
            walked = min(4 * walked, most + len(left_out))

    def rows(self, connection: Connection, numbers: Sequence[int]) -> dict[int, RowMapping]:
        """Whole items with their weighted ratings, by number."""
        found = connection.execute(_rows(self), {"numbers": numbers})
        return {row["id"]: row for row in found.mappings().all()}

    def numbers(self, connection: Connection, ids: Sequence[str]) -> set[int]:
        """Numbers of items by their ids; unknown ids are left out."""
        possible = [each for each in ids if NUL not in each]
        if not possible:
            return set()
        statement = select(self.items.c.id).where(self.items.c[self.key].in_(possible))
        return set(connection.execute(statement).scalars())

    def one(self, connection: Connection, item_id: str) -> RowMapping | None:
        """A whole item by its id."""
        if NUL in item_id:
            return None
        statement = select(self.items).where(self.items.c[self.key] == item_id)
        return connection.execute(statement).mappings().first()

    def is_empty(self, connection: Connection) -> bool:
        """Whether nothing has been loaded."""
        return connection.execute(select(self.items.c.id).limit(1)).first() is None

    def has_any(self, connection: Connection, groups: Sequence[str]) -> bool:
        """Whether any item is in any of the groups."""
        joined = self.links.join(self.groups, self.groups.c.id == self.links.c[self.group_key])
        statement = select(self.links.c.item_id).select_from(joined)
        found = statement.where(self.groups.c.name.in_(groups)).limit(1)
        return connection.execute(found).first() is not None


@cache
def _walk(shelf: Shelf, ranking: str, asked: tuple[str, ...]) -> Select[tuple[int]]:
    """Takes `group`, `most` and the filters that are asked for."""
    links, group = shelf.links.c, shelf.groups.c
    number = select(group.id).where(group.name == bindparam("group")).scalar_subquery()
    tests = [_TESTS[name](shelf.links) for name in asked if name == "min_votes" or "year" in links]
    statement = select(links.item_id).where(links[shelf.group_key] == number, *tests)
    return statement.order_by(links[ranking].desc(), links.item_id).limit(bindparam("most"))


@cache
def _rows(shelf: Shelf) -> Select[Any]:
    items = shelf.items
    rating = literal_column(weighted(items.name), Float).label("weighted")
    beside = items.join(Prior, Prior.catalog == items.name)
    return select(items, rating).select_from(beside).where(items.c.id.in_(_NUMBERS))


def _movie_traits(movie: RowMapping) -> Traits:
    people = _names(movie["directors"]) + _names(movie["actors"])[:LEADING]
    year = movie["year"]
    return Traits(_names(movie["genres"]), people, None if year is None else year // 10)


def _product_traits(product: RowMapping) -> Traits:
    return Traits(_names(product["tags"]))


def _names(joined: str) -> list[str]:
    return joined.split(SEPARATOR) if joined else []


def _table(entity: type[Base]) -> Table:
    table = entity.__table__
    assert isinstance(table, Table)
    return table


SHELVES: dict[CatalogName, Shelf] = {
    "movies": Shelf(
        _table(Movie), "movie_id", _table(Genre), _table(MovieGenre), "genre_id", _movie_traits
    ),
    "products": Shelf(
        _table(Product), "product_id", _table(Tag), _table(ProductTag), "tag_id", _product_traits
    ),
}
