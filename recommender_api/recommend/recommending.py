"""One request's recommendations.

shares of emotions --mapping--> shares of genres or tags --ranked lists--> interleaved
--left out, diversified--> a page of items, each with what placed it
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, RowMapping

from recommender_api.errors import EmptyCatalog, EmptyGenre
from recommender_api.recommend.diversity import diversify
from recommender_api.recommend.interleave import Ranked, interleave
from recommender_api.recommend.mapping import CatalogName, Mode
from recommender_api.recommend.mapping import Mapping as EmotionMapping
from recommender_api.recommend.shelves import SHELVES, Filters, Shelf

_BLOCK_PAGES = 10
_MOST_IN_BLOCK = 1000
"""Diversity chooses among the candidates of ten pages, and of fewer where pages are long."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for; `shares` of emotions add up to 1. Items are left out by their ids
    (`exclude`) and by their numbers in the catalog (`left_out`)."""

    catalog: CatalogName
    mode: Mode
    shares: Mapping[str, float]
    count: int
    ranking: str = "weighted"
    filters: Filters = field(default_factory=Filters)
    exclude: tuple[str, ...] = ()
    diversity: float = 0.0
    offset: int = 0
    left_out: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """An item, the genre or tag that placed it, that one's share, and its place without diversity
    (from 0)."""

    item: RowMapping
    group: str
    share: float
    place: int


def recommend(connection: Connection, mapping: EmotionMapping, wish: Wish) -> list[Choice]:
    """The wished page; shorter where the catalog ends. Raises EmptyCatalog or EmptyGenre."""
    shelf = SHELVES[wish.catalog]
    shares = group_shares(mapping, wish)
    in_order = ordered(connection, shelf, shares, wish)
    if not in_order:
        explain_nothing(connection, shelf, shares)
    candidates = in_order[_start(wish) :]
    rows = shelf.rows(connection, [number for number, _ in candidates])
    page = _diverse_page(shelf, candidates, rows, wish) if wish.diversity else candidates
    places = {number: place for place, (number, _) in enumerate(in_order)}
    return [Choice(rows[number], group, shares[group], places[number]) for number, group in page]


def group_shares(mapping: EmotionMapping, wish: Wish) -> dict[str, float]:
    """Shares of genres or tags, which add up to 1; an emotion's share is split evenly."""
    shares: dict[str, float] = {}
    for emotion, share in wish.shares.items():
        names = mapping.names(wish.catalog, wish.mode, emotion)
        for name in names:
            shares[name] = shares.get(name, 0.0) + share / len(names)
    return {name: share for name, share in shares.items() if share > 0}


def ordered(
    connection: Connection, shelf: Shelf, shares: Mapping[str, float], wish: Wish
) -> list[tuple[int, str]]:
    """As many items as the wished page can depend on, with the group that placed each."""
    excluded = shelf.numbers(connection, wish.exclude) | wish.left_out
    most = _block_end(wish) if wish.diversity else wish.offset + wish.count
    lists = [
        Ranked(
            name,
            share,
            shelf.ranked_without(connection, name, wish.ranking, wish.filters, most, excluded),
        )
        for name, share in shares.items()
    ]
    return interleave(lists, most)


def _block(wish: Wish) -> int:
    """How many candidates diversity chooses among: a whole number of pages."""
    return min(_BLOCK_PAGES, max(1, _MOST_IN_BLOCK // wish.count)) * wish.count


def _block_end(wish: Wish) -> int:
    return (wish.offset // _block(wish) + 1) * _block(wish)


def _start(wish: Wish) -> int:
    """The place of the first item that the wished page can contain."""
    return _block_end(wish) - _block(wish) if wish.diversity else wish.offset


def _diverse_page(
    shelf: Shelf, block: list[tuple[int, str]], rows: Mapping[int, RowMapping], wish: Wish
) -> list[tuple[int, str]]:
    relevance = [1 - place / len(block) for place in range(len(block))]
    traits = [shelf.traits(rows[number]) for number, _ in block]
    first = wish.offset - _start(wish)
    chosen = diversify(relevance, traits, wish.diversity, first + wish.count)
    return [block[place] for place in chosen[first:]]


def explain_nothing(connection: Connection, shelf: Shelf, shares: Mapping[str, float]) -> None:
    """Nothing may be all that the filters leave; but an empty catalog or genre is an error."""
    if shelf.is_empty(connection):
        raise EmptyCatalog(f"no {shelf.items.name} has been loaded")
    if not shelf.has_any(connection, list(shares)):
        raise EmptyGenre(f"no {shelf.items.name} is under {', '.join(sorted(shares))}")
