"""What a viewer has seen and is not recommended again: items watched in sessions, and those that
the viewer is known to have seen elsewhere.

    viewing_session.item_id --+--> numbers of items, left out of every recommendation
    seen_item ----------------+
"""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select, union
from sqlalchemy.dialects import postgresql, sqlite

from recommender_api.clock import now
from recommender_api.learning.tables import SeenItem
from recommender_api.learning.watched import Watched
from recommender_api.recommend.mapping import CatalogName
from recommender_api.recommend.shelves import NUL, SHELVES
from recommender_api.sessions.tables import ViewingSession


def seen_numbers(connection: Connection, viewer_id: str, catalog: CatalogName) -> set[int]:
    """Numbers of the catalog's items that the viewer has seen."""
    shelf = SHELVES[catalog]
    watched = select(ViewingSession.item_id).where(
        ViewingSession.viewer_id == viewer_id, ViewingSession.catalog == catalog
    )
    told = select(SeenItem.item_id).where(
        SeenItem.viewer_id == viewer_id, SeenItem.catalog == catalog
    )
    ids = union(watched, told).subquery()
    statement = select(shelf.items.c.id).join(ids, ids.c.item_id == shelf.items.c[shelf.key])
    return set(connection.execute(statement).scalars())


def known_ids(connection: Connection, catalog: CatalogName, ids: Iterable[str]) -> set[str]:
    """Those of the ids that the catalog has."""
    key = SHELVES[catalog].items.c[SHELVES[catalog].key]
    possible = [each for each in ids if NUL not in each]
    return set(connection.execute(select(key).where(key.in_(possible))).scalars())


def mark_seen(
    connection: Connection, viewer_id: str, catalog: CatalogName, ids: Iterable[str]
) -> int:
    """Note items as seen; how many were not noted yet."""
    seen = now()
    rows = [
        {"viewer_id": viewer_id, "catalog": catalog, "item_id": item_id, "seen": seen}
        for item_id in dict.fromkeys(ids)
    ]
    if not rows:
        return 0
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(SeenItem).on_conflict_do_nothing().returning(SeenItem.item_id)
    return len(connection.execute(statement, rows).all())


def mark_watched(connection: Connection, session: Watched) -> None:
    """Note a session's item as seen; videos are in no catalog."""
    for catalog in SHELVES:
        if catalog == session.catalog and session.item_id is not None:
            mark_seen(connection, session.viewer_id, catalog, [session.item_id])


def forget_seen(connection: Connection, viewer_id: str, catalog: str, item_id: str) -> bool:
    """Take a note back; whether there was one."""
    if NUL in catalog + item_id:
        return False
    row = delete(SeenItem).where(
        SeenItem.viewer_id == viewer_id, SeenItem.catalog == catalog, SeenItem.item_id == item_id
    )
    return connection.execute(row).rowcount > 0
