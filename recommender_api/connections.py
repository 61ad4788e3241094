"""Connections of a pool that may have died while nobody used them.

    returned to the pool ──pause──> taken again --longer than IDLE_SECONDS?--> pinged, or replaced

SQLAlchemy's own `pool_pre_ping` asks before every use, which under load is a fifth of all that the
database is asked. A connection that dies in use fails its request with 503, as it would there, and
takes the pool's others with it.

A machine that loses its power says nothing, and PostgreSQL would keep what it had locked for two
hours. Both ends therefore ask each other for a sign of life.
"""

import time
from collections.abc import Collection
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

IDLE_SECONDS = 1.0
_LEFT = "left"
_SIGNS_OF_LIFE = {"keepalives_idle": 2, "keepalives_interval": 1, "keepalives_count": 3}
"""After so many seconds of silence, how often one is asked for: together five seconds."""

_CONNECT_SECONDS = 5
_UNREAD_MS = 5000
"""What was sent and not taken for so long ends a connection."""


def signs_of_life(named: Collection[str]) -> dict[str, int]:
    """libpq's parameters for this end, but for those that the URL names."""
    ends = {"connect_timeout": _CONNECT_SECONDS, "tcp_user_timeout": _UNREAD_MS}
    return {name: value for name, value in (_SIGNS_OF_LIFE | ends).items() if name not in named}


def be_missed_when_gone(engine: Engine) -> None:
    """Let PostgreSQL end the connections of this engine soon after their machine is gone."""
    wanted = {f"tcp_{name}": value for name, value in _SIGNS_OF_LIFE.items()}
    wanted["tcp_user_timeout"] = _UNREAD_MS
    statement = "; ".join(f"SET {name} = {value}" for name, value in wanted.items())

    def tell(dbapi_connection: Any, entry: ConnectionPoolEntry) -> None:
        dbapi_connection.execute(statement)
        dbapi_connection.commit()

    event.listen(engine, "connect", tell)


def ping_after_pauses(engine: Engine) -> None:
    """Check the connections of this engine's pool when they are taken after a pause."""

    def note(dbapi_connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info[_LEFT] = time.monotonic()

    def check(
        dbapi_connection: Any, entry: ConnectionPoolEntry, proxy: PoolProxiedConnection
    ) -> None:
        left = entry.info.get(_LEFT)
        if left is None or time.monotonic() - left < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(dbapi_connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError("the connection died while it was idle") from error

    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", check)
