"""Credentials to callers.

Authorization --bearer--> key   --known, in force--> counted --> Caller with the key's scopes
                      --> token --known-->                       Caller who is one viewer
                      --> none  --unless keys are required-->    Caller who may do anything
"""

import hmac
import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Row, select

from recommender_api.access.credentials import KEY_PREFIX, bearer, digest
from recommender_api.access.errors import InvalidCredentials, KeyRequired
from recommender_api.access.keys import scopes_of
from recommender_api.access.rates import Rates
from recommender_api.access.scopes import Scope
from recommender_api.access.tables import ApiKey
from recommender_api.clock import now
from recommender_api.database import glance
from recommender_api.privacy.tables import Viewer

KEY_SECONDS = 5.0
"""For so long a process takes a key as it was read; a revoked one is refused after that."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a viewer, or whoever has these scopes."""

    scopes: frozenset[Scope]
    viewer_id: str | None = None


ANYBODY = Caller(frozenset(Scope))


class Gate:
    """Lets callers in; one for each process, safe between threads."""

    def __init__(self, engine: Engine, required: bool) -> None:
        self.required = required
        self._engine = engine
        self._rates = Rates(engine)
        self._keys: dict[str, tuple[float, Row[Any]]] = {}

    def admit(self, authorization: str | None) -> Caller:
        """Who an Authorization header stands for; a key's request is counted.

        Raises KeyRequired, InvalidCredentials or RateLimited.
        """
        credential = bearer(authorization)
        if credential is None:
            return self._without(authorization)
        hashed = digest(credential)
        if credential.startswith(KEY_PREFIX):
            return self._by_key(hashed)
        return self._by_token(hashed)

    def _without(self, authorization: str | None) -> Caller:
        if not self.required:
            return ANYBODY
        if authorization:
            raise InvalidCredentials("the Authorization header holds no key or token of Mien's")
        raise KeyRequired("this server asks for a key")

    def _by_key(self, hashed: str) -> Caller:
        key = self._key(hashed)
        if key is None or key.revoked is not None:
            raise InvalidCredentials("the key is unknown or revoked")
        if key.expires is not None and key.expires <= now():
            raise InvalidCredentials("the key has expired")
        self._rates.count(key.id, key.per_minute)
        return Caller(scopes_of(key))

    def _key(self, hashed: str) -> Row[Any] | None:
        until, key = self._keys.get(hashed, (0.0, None))
        if key is not None and time.monotonic() < until:
            return key
        key = self._found(select(ApiKey.__table__).where(ApiKey.key_hash == hashed))
        if key is not None and hmac.compare_digest(key.key_hash, hashed):
            self._keys[hashed] = (time.monotonic() + KEY_SECONDS, key)
            return key
        self._keys.pop(hashed, None)
        return None

    def _by_token(self, hashed: str) -> Caller:
        query = select(Viewer.id, Viewer.token_hash).where(Viewer.token_hash == hashed)
        viewer = self._found(query)
        if viewer is None or not hmac.compare_digest(viewer.token_hash, hashed):
            raise InvalidCredentials("the token is unknown, or its viewer was deleted")
        return Caller(frozenset(), viewer.id)

    def _found(self, query: Any) -> Row[Any] | None:
        with glance(self._engine) as connection:
            return connection.execute(query).one_or_none()
