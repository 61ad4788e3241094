"""Before anybody's key is asked for: by which name, from whose page, how often.

request --Host, Origin--> | 421, 403 --caller's rate--> | 429 ──> keys, routes
                                               └── who it was, once a gate knows ──┘
"""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from mien.errors import MienError
from mien.settings import Settings
from recommender_api.access.callers import Callers
from recommender_api.access.credentials import bearer, digest
from recommender_api.access.origins import SAFE_METHODS, check_host, check_origin
from services.access import CALLER, credentials, refuse


class Doorkeeper:
    """ASGI middleware; addresses are the clients' own where proxies are trusted."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._hosts, self._origins = settings.allowed_hosts, settings.cors_origins
        self._takes_all = not self._hosts and "*" in self._origins
        rate = settings.rate_per_minute
        self._callers = Callers(rate) if rate else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            self._check(scope)
            shown = self._count(scope)
        except MienError as error:
            await refuse(error, scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        finally:
            if shown is not None and self._callers is not None and CALLER in scope:
                self._callers.recognise(shown, scope[CALLER])

    def _check(self, scope: Scope) -> None:
        if self._takes_all:
            return
        headers = Headers(scope=scope)
        host = headers.get("host")
        check_host(host, self._hosts)
        if scope.get("method") not in SAFE_METHODS:
            page, site = headers.get("origin"), headers.get("sec-fetch-site")
            check_origin(page, host, site, self._origins)

    def _count(self, scope: Scope) -> str | None:
        """The hash of the credential that was shown."""
        if self._callers is None:
            return None
        credential = bearer(credentials(scope))
        shown = None if credential is None else digest(credential)
        address, _ = scope.get("client") or ("", 0)
        self._callers.admit(address, shown)
        return shown
