"""Counts and times every request by its route, never by the path that a client made up."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mien.telemetry.trail import UNMATCHED
from services import metrics

PATTERN = "mien.pattern"
"""Where in the scope an application with routes of its own leaves the one that it matched."""


class RequestMetrics:
    """ASGI middleware; the router leaves the matched route in the scope."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500

        async def remember(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, remember)
        finally:
            route = route_of(scope)
            metrics.REQUESTS.labels(route, status).inc()
            metrics.LATENCY.labels(route).observe(time.perf_counter() - started)


def route_of(scope: Scope) -> str:
    """The pattern that a request matched, once it was routed."""
    return scope.get(PATTERN) or getattr(scope.get("route"), "path", None) or UNMATCHED
