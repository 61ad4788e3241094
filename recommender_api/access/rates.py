"""How many requests a key makes in a minute, never too many, however many processes count them.

    key's row of the minute ──a block, a thousandth of the limit──> this process ──> its requests

One statement takes a block and limits: a row that reached the limit is not changed, and nothing
returns. Every use of a key would wait for its row otherwise, and a row takes some 400 changes a
second. A limit below 2,000 is counted one by one.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC
from threading import Lock

from sqlalchemy import Connection, Engine, delete, text
from sqlalchemy.dialects import postgresql, sqlite

from recommender_api.access.errors import RateLimited
from recommender_api.access.tables import KeyUse
from recommender_api.clock import now

WINDOW_SECONDS = 60
BLOCKS = 1000
"""In how many pieces a minute's requests are handed out, at most."""


@dataclass(slots=True)
class _Block:
    """What a process may still use of a key's minute."""

    minute: int = 0
    left: int = 0
    lock: Lock = field(default_factory=Lock)


class Rates:
    """The counts of a process, safe between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._blocks: defaultdict[str, _Block] = defaultdict(_Block)

    def count(self, key_id: str, per_minute: int) -> None:
        """Count one request. Raises RateLimited where the key made all of this minute's."""
        seconds = now().replace(tzinfo=UTC).timestamp()
        minute = int(seconds // WINDOW_SECONDS)
        block = self._blocks[key_id]
        with block.lock:
            if block.minute != minute or not block.left:
                block.left = self._take(key_id, minute, per_minute)
                block.minute = minute
            if not block.left:
                wait = WINDOW_SECONDS - int(seconds % WINDOW_SECONDS)
                raise RateLimited(f"{per_minute} requests a minute are this key's limit", wait)
            block.left -= 1

    def _take(self, key_id: str, minute: int, per_minute: int) -> int:
        """How many requests of the minute are this process's from now on."""
        size = max(1, per_minute // BLOCKS)
        with self._engine.begin() as connection:
            _hurry(connection)
            taken = _add(connection, key_id, minute, size, per_minute)
            if taken == size:
                before = (KeyUse.key_id == key_id) & (KeyUse.minute < minute)
                connection.execute(delete(KeyUse).where(before))
        return 0 if taken is None else size - max(0, taken - per_minute)


def _add(
    connection: Connection, key_id: str, minute: int, size: int, per_minute: int
) -> int | None:
    """How many of the minute are handed out, this block included; None where all were before."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    first = dialect.insert(KeyUse).values(key_id=key_id, minute=minute, requests=size)
    counted = first.on_conflict_do_update(
        index_elements=["key_id", "minute"],
        set_={"requests": KeyUse.requests + size},
        where=KeyUse.requests < per_minute,
    )
    return connection.execute(counted.returning(KeyUse.requests)).scalar_one_or_none()


def _hurry(connection: Connection) -> None:
    """Every request of a key waits for the same row, so do not hold it until the disk is done."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL synchronous_commit TO off"))
