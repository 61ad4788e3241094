"""Connections of a pool that may have died while nobody used them.

    returned to the pool ──pause──> taken again --longer than IDLE_SECONDS?--> pinged, or replaced

SQLAlchemy's own `pool_pre_ping` asks before every use, which under load is a fifth of all that the
database is asked. A connection that dies in use fails its request with 503, as it would there, and
takes the pool's others with it.
"""

import time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

IDLE_SECONDS = 1.0
_LEFT = "left"


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
