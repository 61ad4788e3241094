"""Requests take the time that they need.

BentoML answers 504 where a minute after a request's first byte no answer has begun, and takes no
"never" for that minute. A clip of a gigabyte over a home's line needs longer to arrive, and
`/upload_video` and `/analyze?wait=60` longer to answer. What else could wait for ever is bounded
where it waits: bodies that stall, queues, streams that are idle.
"""

from bentoml._internal.server.http import traffic
from starlette.types import ASGIApp, Receive, Scope, Send


class _Unhurried:
    """In the place of BentoML's middleware, with its arguments."""

    def __init__(self, app: ASGIApp, timeout: float) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


def let_requests_last() -> None:
    """In a worker, before BentoML makes its application."""
    traffic.TimeoutMiddleware = _Unhurried  # type: ignore[misc, assignment]
