"""Now and then an item that neither emotion nor taste asked for, so that new tastes are found.

    seed --epsilon a place--> which places explore --> a tag that little is known of, none disliked
    --> one of its best rated items

The same seed on the same data explores alike.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from random import Random

from sqlalchemy import Connection, select

from recommender_api.learning.recommending.tastes import Tastes
from recommender_api.learning.watched import tag_name
from recommender_api.recommend.shelves import Filters, Shelf

AMONG = 20
"""The best rated items of a tag, of which one is drawn."""
_DRAWS = 5
"""Tags that are tried until one has an item left."""
_NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Explorer:
    """Explores one shelf with one seed; `explore` is the share of places, 0..1."""

    connection: Connection
    shelf: Shelf
    tastes: Tastes
    explore: float
    chance: Random

    def places(self, count: int) -> list[int]:
        """Which of so many places explore."""
        return [place for place in range(count) if self.chance.random() < self.explore]

    def draw(self, taken: Collection[int]) -> tuple[int, str] | None:
        """An item that is not taken, with its tag; None where a few tags had none."""
        for group in self._groups():
            best = self.shelf.ranked_without(
                self.connection, group, "weighted", _NO_FILTERS, AMONG, taken
            )
            if best:
                return self.chance.choice(best), group
        return None

    def _groups(self) -> Iterator[str]:
        """Tags drawn by how little is known of each; those with a weight below 0 are left out."""
        name = self.shelf.groups.c.name
        known = self.tastes.strongest()
        names = list(self.connection.execute(select(name).order_by(name)).scalars())
        left = {each: known.get(tag_name(each), 0.0) for each in names}
        left = {each: 1 / (1 + weight) for each, weight in left.items() if weight >= 0}
        for _ in range(min(_DRAWS, len(left))):
            (group,) = self.chance.choices(list(left), list(left.values()))
            del left[group]
            yield group
