"""How many requests a key makes in a minute, exactly, however many processes count them.

One statement counts and limits: a row that reached the limit is not changed, and nothing returns.
"""

from datetime import UTC

from sqlalchemy import Connection, Engine, delete, text
from sqlalchemy.dialects import postgresql, sqlite

from recommender_api.access.errors import RateLimited
from recommender_api.access.tables import KeyUse
from recommender_api.clock import now

WINDOW_SECONDS = 60


def count(engine: Engine, key_id: str, per_minute: int) -> None:
    """Count one request. Raises RateLimited where the key made all of this minute's."""
    seconds = now().replace(tzinfo=UTC).timestamp()
    minute = int(seconds // WINDOW_SECONDS)
    with engine.begin() as connection:
        _hurry(connection)
        number = _count(connection, key_id, minute, per_minute)
        if number == 1:
            before = (KeyUse.key_id == key_id) & (KeyUse.minute < minute)
            connection.execute(delete(KeyUse).where(before))
    if number is None:
        wait = WINDOW_SECONDS - int(seconds % WINDOW_SECONDS)
        raise RateLimited(f"{per_minute} requests a minute are this key's limit", wait)


def _count(connection: Connection, key_id: str, minute: int, per_minute: int) -> int | None:
    """The request's number within its minute; None for one too many."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    first = dialect.insert(KeyUse).values(key_id=key_id, minute=minute, requests=1)
    counted = first.on_conflict_do_update(
        index_elements=["key_id", "minute"],
        set_={"requests": KeyUse.requests + 1},
        where=KeyUse.requests < per_minute,
    )
    return connection.execute(counted.returning(KeyUse.requests)).scalar_one_or_none()


def _hurry(connection: Connection) -> None:
    """Every request of a key waits for the same row, so do not hold it until the disk is done."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL synchronous_commit TO off"))
