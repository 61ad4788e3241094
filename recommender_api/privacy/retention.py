"""What became too old goes: sessions with all that came of them, and what was seen.

old sessions --one by one, each with its entry of the ledger--> gone --> files erased
"""

from collections import Counter
from datetime import timedelta

from sqlalchemy import Engine, select

from recommender_api.clock import now
from recommender_api.database import writing
from recommender_api.learning.tables import SeenItem
from recommender_api.privacy import ledger
from recommender_api.privacy.erasing import erase
from recommender_api.privacy.holdings import (
    OF_SESSIONS,
    OF_VIEWERS,
    belongs_to_session,
    remove,
    table_of,
)
from recommender_api.privacy.ledger import Event
from recommender_api.privacy.viewers import existing
from recommender_api.sessions.tables import ViewingSession


def sweep(engine: Engine, days: int) -> Counter[str]:
    """Remove what is older than `days`; how many rows of each table went.

    Each session is a transaction of its own, so nobody waits for long. Viewers stay: a random
    number that nothing else is known of.
    """
    before = now() - timedelta(days=days)
    rows: Counter[str] = Counter()
    with engine.connect() as connection:
        old = select(ViewingSession.id).where(ViewingSession.begun < before)
        session_ids = list(connection.execute(old.order_by(ViewingSession.begun)).scalars())
    for session_id in session_ids:
        rows.update(_sweep_session(engine, session_id))
    seen = table_of(SeenItem)
    with engine.begin() as connection:
        rows.update(remove(connection, {seen: seen.c.seen < before}))
    if rows := +rows:
        erase(engine, OF_VIEWERS, session_ids)
    return rows


def _sweep_session(engine: Engine, session_id: str) -> dict[str, int]:
    with writing(engine) as connection:
        its = select(ViewingSession.viewer_id).where(ViewingSession.id == session_id)
        viewer_id = connection.execute(its.with_for_update()).scalar_one_or_none()
        if viewer_id is None:
            return {}
        viewer = existing(connection, viewer_id)
        which = {each: belongs_to_session(each, session_id) for each in OF_SESSIONS}
        rows = remove(connection, which)
        ledger.append(connection, Event.EXPIRED, viewer, {"rows": rows}, session_id)
    return rows
