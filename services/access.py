"""Keys at the gateway: what reads faces and voices asks for a key with the scope `perceive`.

    request --open path or no key required--> on     --Gate, in a thread--> on | 401, 403, 429

The recommender under `/api/v1` asks by itself, for each of its routes another scope. A browser
cannot set headers of a WebSocket, so there the key may come as its second subprotocol:
`new WebSocket(url, ["mien", key])`.
"""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from mien.errors import MienError
from mien.settings import Settings
from recommender_api.access.errors import MissingScope
from recommender_api.access.gate import Gate
from recommender_api.access.scopes import Scope as KeyScope
from recommender_api.app import PREFIX
from recommender_api.database import connect
from services.problems import ProblemResponse
from services.stream.route import REFUSED, SUBPROTOCOL
from services.web import routes as web

OPEN = (
    *web.PAGES,
    web.ICON,
    "/limits",
    "/metrics",
    "/openapi.json",
    "/models",
    "/stream/schema.json",
    "/docs",
)
OPEN_BELOW = (f"{PREFIX}/", "/models/", "/docs/", web.ASSETS)


def own_gate(settings: Settings) -> Gate | None:
    """A worker's gate, with connections of its own; None where no keys are required.

    Raises InvalidSetting or DatabaseUnavailable.
    """
    return Gate(connect(settings.database_url), True) if settings.require_keys else None


class AskForKeys:
    """ASGI middleware for a server that requires keys; `state.gate` is a worker's Gate."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or _is_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        try:
            await run_in_threadpool(_admit, scope["app"].state.gate, _credentials(scope))
        except MienError as error:
            await _refuse(error, scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_open(path: str) -> bool:
    return path in OPEN or path.startswith(OPEN_BELOW)


def _admit(gate: Gate, authorization: str | None) -> None:
    if KeyScope.PERCEIVE not in gate.admit(authorization).scopes:
        raise MissingScope("reading faces and voices needs a key with the scope 'perceive'")


def _credentials(scope: Scope) -> str | None:
    offered = scope.get("subprotocols", ())
    if len(offered) == 2 and offered[0] == SUBPROTOCOL:
        return f"Bearer {offered[1]}"
    return Headers(scope=scope).get("authorization")


async def _refuse(error: MienError, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": REFUSED, "reason": error.detail})
        return
    await ProblemResponse(error)(scope, receive, send)
