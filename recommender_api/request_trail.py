"""Gives every request its id and its span where the recommender runs alone, and writes one line
about each that failed. Under the gateway, which has done so already, it only tells the route.
"""

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request

from mien.telemetry import failures, spans
from mien.telemetry.trail import CURRENT, HEADER, UNMATCHED, Trail, request_id

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def track_requests(app: Flask) -> None:
    """Of this application, from now on."""
    app.wsgi_app = _RequestTrail(app.wsgi_app)  # type: ignore[method-assign]
    app.after_request(_tell_route)


def matched_rule() -> str:
    """That of the request at hand, for logs and metrics: its path itself names viewers."""
    return UNMATCHED if request.url_rule is None else request.url_rule.rule


def _tell_route(response: Response) -> Response:
    trail = CURRENT.get()
    if trail is not None:
        trail.route = matched_rule()
    return response


class _RequestTrail:
    """WSGI middleware, outermost."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if CURRENT.get() is not None:
            return self._app(environ, start_response)
        started = time.perf_counter()
        trail = Trail(request_id(environ.get("HTTP_X_REQUEST_ID")), environ["REQUEST_METHOD"])
        token = CURRENT.set(trail)
        try:
            with spans.request(trail, environ.get("HTTP_TRACEPARENT", "")):
                return self._app(environ, _stamping(trail, start_response))
        finally:
            failures.tell(trail, time.perf_counter() - started)
            CURRENT.reset(token)


def _stamping(trail: Trail, start_response: "StartResponse") -> "StartResponse":
    def start(
        status: str, headers: list[tuple[str, str]], *exception: Any
    ) -> Callable[[bytes], object]:
        trail.status = int(status[:3])
        return start_response(status, [*headers, (HEADER, trail.id)], *exception)

    return start
