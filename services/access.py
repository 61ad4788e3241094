"""Keys at the gateway: what reads faces and voices asks for a key with the scope `perceive`.

    request --open path or no key required--> on     --Gate, in a thread--> on | 401, 403, 429

The recommender under `/api/v1` asks by itself, for each of its routes another scope. A browser
cannot set headers of a WebSocket, so there the key may come as its second subprotocol:
`new WebSocket(url, ["mien", key])`.
"""

from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from mien.errors import MienError
from mien.settings import Settings
from recommender_api.access.errors import MissingScope
from recommender_api.access.gate import Caller, Gate
from recommender_api.access.scopes import Scope as KeyScope
from recommender_api.app import PREFIX
from recommender_api.database import engine_of, trouble
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
CALLER = "mien.caller"
"""Where in the scope a gate leaves whom it let in."""
OPEN_BELOW = (f"{PREFIX}/", "/models/", "/docs/", web.ASSETS)


def own_gate(settings: Settings) -> Gate | None:
    """A worker's gate, with connections of its own; None where no keys are required.

    Raises InvalidSetting.
    """
    return Gate(engine_of(settings.database_url), True) if settings.require_keys else None


class AskForKeys:
    """ASGI middleware for a server that requires keys; `state.gate` is a worker's Gate."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or _is_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        try:
            gate = scope["app"].state.gate
            scope[CALLER] = await run_in_threadpool(_admit, gate, credentials(scope))
        except MienError as error:
            await refuse(error, scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_open(path: str) -> bool:
    return path in OPEN or path.startswith(OPEN_BELOW)


def _admit(gate: Gate, authorization: str | None) -> Caller:
    try:
        caller = gate.admit(authorization)
    except DBAPIError as error:
        raise trouble(error) from error
    if KeyScope.PERCEIVE not in caller.scopes:
        raise MissingScope("reading faces and voices needs a key with the scope 'perceive'")
    return caller


def credentials(scope: Scope) -> str | None:
    """What a request shows, as an Authorization header has it."""
    offered = scope.get("subprotocols", ())
    if len(offered) == 2 and offered[0] == SUBPROTOCOL:
        return f"Bearer {offered[1]}"
    return Headers(scope=scope).get("authorization")


async def refuse(error: MienError, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request before any route; a WebSocket that was not accepted becomes a 403."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": REFUSED, "reason": error.detail})
        return
    await ProblemResponse(error)(scope, receive, send)
