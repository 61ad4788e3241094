"""API keys: made, listed, revoked and found by operators' commands and the gate."""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from recommender_api.access.credentials import digest, new_key
from recommender_api.access.errors import UnknownKey
from recommender_api.access.scopes import Scope
from recommender_api.access.tables import ApiKey
from recommender_api.clock import now
from recommender_api.tables import SEPARATOR


def create(
    connection: Connection,
    name: str,
    scopes: Collection[Scope],
    per_minute: int,
    expires: datetime | None = None,
) -> tuple[str, str]:
    """A new key's id and the key itself, of which only the hash is kept; `expires` is naive UTC."""
    key_id, key = secrets.token_hex(8), new_key()
    row = {"id": key_id, "name": name, "key_hash": digest(key), "per_minute": per_minute}
    stated = SEPARATOR.join(sorted(set(scopes)))
    more = {"scopes": stated, "created": now(), "expires": expires}
    connection.execute(insert(ApiKey).values(row | more))
    return key_id, key


def every(connection: Connection) -> list[Row[Any]]:
    """All keys, the oldest first."""
    order = (ApiKey.created, ApiKey.id)
    return list(connection.execute(select(ApiKey.__table__).order_by(*order)))


def revoke(connection: Connection, key_id: str) -> None:
    """Make a key useless for good; again changes nothing. Raises UnknownKey."""
    if connection.execute(select(ApiKey.id).where(ApiKey.id == key_id)).first() is None:
        raise UnknownKey(f"there is no key '{key_id[:32]}'")
    valid = (ApiKey.id == key_id) & ApiKey.revoked.is_(None)
    connection.execute(update(ApiKey).where(valid).values(revoked=now()))


def scopes_of(row: Row[Any]) -> frozenset[Scope]:
    """What a key may do; the administrator's scope includes all."""
    scopes = frozenset(map(Scope, row.scopes.split(SEPARATOR)))
    return frozenset(Scope) if Scope.ADMIN in scopes else scopes
