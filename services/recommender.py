"""The recommender under the gateway: its WSGI application at the path that it has stand-alone.

A worker that starts while the database is down serves everything else meanwhile:

    request ─> no application yet ─made, at most once a second─> application
                                        └─ DatabaseUnavailable ─> 503
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from flask import Response, g, request
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mien.settings import Settings
from recommender_api.access.gate import ANYBODY
from recommender_api.app import PREFIX, create_app
from recommender_api.errors import DatabaseUnavailable
from recommender_api.request_trail import matched_rule
from recommender_api.sessions.readings.routes import MOST_BODY_BYTES
from services.access import CALLER
from services.problems import ProblemResponse
from services.request_body import read_body
from services.request_metrics import PATTERN

PATH = f"{PREFIX}/{{rest:path}}"


logger = logging.getLogger(__name__)

RETRY_SECONDS = 1.0


def recommender(settings: Settings) -> ASGIApp:
    """The application, once the database answers. Raises InvalidSetting."""
    late = Late(lambda: _application(settings))
    late.make()
    return late


def _application(settings: Settings) -> ASGIApp:
    """Origins are the gateway's matter, or their headers would come twice."""
    app = create_app(settings.model_copy(update={"cors_origins": ()}))
    app.after_request(_tell)
    return cast(ASGIApp, WSGIMiddleware(cast(Any, app)))


def _tell(response: Response) -> Response:
    """Who asked, and for what: a path names viewers, so metrics count by the rule it matched."""
    scope = request.environ["asgi.scope"]
    scope[PATTERN] = matched_rule()
    if g.get("caller", ANYBODY) is not ANYBODY:
        scope[CALLER] = g.caller
    return response


class Late:
    """An application that its database keeps from being made."""

    def __init__(self, make: Callable[[], ASGIApp]) -> None:
        self._make, self._app = make, cast(ASGIApp | None, None)
        self._why: DatabaseUnavailable | None = None
        self._making, self._next = asyncio.Lock(), 0.0

    def make(self) -> None:
        """Try to; what keeps it is told to whoever asks. Raises InvalidSetting."""
        self._next = time.monotonic() + RETRY_SECONDS
        try:
            self._app, self._why = self._make(), None
        except DatabaseUnavailable as why:
            logger.error("the recommender waits for its database: %s", why.detail)
            self._why = DatabaseUnavailable("the database does not answer")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is None:
            async with self._making:
                if self._app is None and time.monotonic() >= self._next:
                    await asyncio.to_thread(self.make)
        if self._app is not None:
            await self._app(scope, receive, send)
        elif self._why is not None:
            await ProblemResponse(self._why)(scope, receive, send)


class Mounted:
    """ASGI endpoint for `state.recommender`, which a worker makes when it starts.

    It is given a request once that is whole, since it has few threads, each of which would wait
    for a client that sends slowly.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        messages = iter([await _whole(scope, receive)])

        async def next_message() -> Message:
            return next(messages, None) or await receive()

        await scope["app"].state.recommender(scope, next_message, send)


async def _whole(scope: Scope, receive: Receive) -> Message:
    body = await read_body(Request(scope, receive), MOST_BODY_BYTES)
    return {"type": "http.request", "body": body, "more_body": False}
