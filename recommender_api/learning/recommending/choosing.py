"""What to recommend to a viewer next.

    shares of emotions --mapping--> candidates <-- liked tags
    candidates --rating + emotion + taste--> ranked --a few places explored--> picks

A viewer of whom nothing was learned gets `/recommend`'s answer, without exploration.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from sqlalchemy import Connection, RowMapping

from recommender_api.learning.recommending.blending import Scored, blend
from recommender_api.learning.recommending.candidates import gather, pool_size
from recommender_api.learning.recommending.exploring import Explorer
from recommender_api.learning.recommending.tastes import Tastes
from recommender_api.learning.seen import seen_numbers
from recommender_api.learning.weights import all_evidence
from recommender_api.recommend.mapping import CatalogName, Mode
from recommender_api.recommend.mapping import Mapping as EmotionMapping
from recommender_api.recommend.recommending import (
    Wish,
    explain_nothing,
    group_shares,
    recommend,
)
from recommender_api.recommend.shelves import SHELVES

EXPLORE = 0.1
"""Share of places that explore unless the request says otherwise."""


@dataclass(frozen=True, slots=True)
class Next:
    """What is asked for; `shares` of emotions add up to 1, `explore` is in 0..1."""

    catalog: CatalogName
    count: int
    mode: Mode
    shares: Mapping[str, float]
    explore: float = EXPLORE
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Pick:
    """A recommended item and the genre or tag that brought it.

    `place` is that in the vanilla order, None outside its candidates; `scored` is None for a new
    viewer and where the item was explored.
    """

    item: RowMapping
    group: str
    place: int | None
    scored: Scored | None
    explored: bool = False


def next_items(
    connection: Connection, mapping: EmotionMapping, viewer_id: str, asked: Next
) -> tuple[bool, list[Pick]]:
    """Up to `asked.count` items that the viewer has not seen, best first, and whether anything that
    was learned of the viewer moved them.

    Raises EmptyCatalog, or EmptyGenre where the catalog has nothing that suits emotion or taste.
    """
    left_out = frozenset(seen_numbers(connection, viewer_id, asked.catalog))
    tastes = Tastes(all_evidence(connection, viewer_id))
    wish = Wish(asked.catalog, asked.mode, asked.shares, asked.count, left_out=left_out)
    if not tastes.known:
        choices = recommend(connection, mapping, wish)
        return False, [Pick(each.item, each.group, each.place, None) for each in choices]
    ranked = _ranked(connection, mapping, wish, tastes)
    explorer = Explorer(
        connection, SHELVES[asked.catalog], tastes, asked.explore, Random(asked.seed)
    )
    return True, _read(connection, asked.catalog, _places(ranked, explorer, wish))


@dataclass(frozen=True, slots=True)
class _Placed:
    number: int
    group: str
    scored: Scored | None


def _ranked(
    connection: Connection, mapping: EmotionMapping, wish: Wish, tastes: Tastes
) -> list[_Placed]:
    pool = pool_size(wish.count)
    shares = group_shares(mapping, wish)
    candidates = gather(connection, replace(wish, count=pool), shares, tastes)
    if not candidates:
        explain_nothing(connection, SHELVES[wish.catalog], shares)
    scored = blend(candidates, tastes, pool)
    best = scored[: wish.count]
    return [_Placed(each.candidate.number, each.candidate.group, each) for each in best]


def _places(ranked: Sequence[_Placed], explorer: Explorer, wish: Wish) -> list[_Placed]:
    """The ranked items, but for places given to items that would not have been among them."""
    taken = {*wish.left_out, *(each.number for each in ranked)}
    explored: dict[int, _Placed] = {}
    for place in explorer.places(wish.count):
        if drawn := explorer.draw(taken):
            taken.add(drawn[0])
            explored[place] = _Placed(*drawn, None)
    best = iter(ranked)
    filled = (explored.get(place) or next(best, None) for place in range(wish.count))
    return [each for each in filled if each is not None]


def _read(connection: Connection, catalog: CatalogName, placed: Sequence[_Placed]) -> list[Pick]:
    rows = SHELVES[catalog].rows(connection, [each.number for each in placed])
    return [
        Pick(
            rows[each.number],
            each.group,
            each.scored.candidate.place if each.scored else None,
            each.scored,
            explored=each.scored is None,
        )
        for each in placed
    ]
