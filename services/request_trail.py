"""Gives every request its id and its span, and writes one line about each that failed.

request ─X-Request-ID, traceparent─> Trail ─> application ─> answer with X-Request-ID
                                                 └─ 429, 5xx, exception ─> telemetry.failures
"""

import time

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mien.telemetry import failures, spans
from mien.telemetry.logs import mark_told
from mien.telemetry.trail import CURRENT, HEADER, Trail, request_id
from services.request_metrics import route_of
from services.web.headers import SafeHeaders

_HEADER = HEADER.lower().encode()
_STARTS = ("http.response.start", "websocket.accept")
_SWITCHING = 101


class TrackedApp(Starlette):
    """An application all of whose answers have an id, those to defects too."""

    def build_middleware_stack(self) -> ASGIApp:
        return RequestTrail(SafeHeaders(super().build_middleware_stack()))


class RequestTrail:
    """ASGI middleware, outermost."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        trail = Trail(request_id(_header(scope, _HEADER)), scope.get("method", "WS"))
        stamp = (_HEADER, trail.id.encode())

        async def stamped(message: Message) -> None:
            if message["type"] in _STARTS:
                trail.status = message.get("status", _SWITCHING)
                message["headers"] = [*message.get("headers", ()), stamp]
            await send(message)

        token = CURRENT.set(trail)
        try:
            await self._traced(trail, scope, receive, stamped)
        finally:
            failures.tell(trail, time.perf_counter() - started)
            CURRENT.reset(token)

    async def _traced(self, trail: Trail, scope: Scope, receive: Receive, send: Send) -> None:
        with spans.request(trail, _parent(scope)):
            try:
                await self._app(scope, receive, send)
            except Exception as error:
                trail.error, trail.status = error, trail.status or 500
                mark_told(error)
                raise
            finally:
                trail.route = route_of(scope)


def _parent(scope: Scope) -> str:
    return (_header(scope, b"traceparent") or "") if spans.enabled() else ""


def _header(scope: Scope, wanted: bytes) -> str | None:
    for name, value in scope["headers"]:
        if name == wanted:
            return str(value, "latin-1")
    return None
