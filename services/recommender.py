"""The recommender under the gateway: its WSGI application at the path that it has stand-alone."""

from typing import Any, cast

from a2wsgi import WSGIMiddleware
from flask import Response, request
from starlette.types import ASGIApp, Receive, Scope, Send

from mien.settings import Settings
from recommender_api.app import PREFIX, create_app
from services.request_metrics import PATTERN, UNMATCHED

PATH = f"{PREFIX}/{{rest:path}}"


def recommender(settings: Settings) -> ASGIApp:
    """The application; origins are the gateway's matter, or their headers would come twice.

    Raises InvalidSetting.
    """
    app = create_app(settings.model_copy(update={"cors_origins": ()}))
    app.after_request(_tell_pattern)
    return cast(ASGIApp, WSGIMiddleware(cast(Any, app)))


def _tell_pattern(response: Response) -> Response:
    """The path itself names viewers, so metrics count by the rule that it matched."""
    rule = request.url_rule
    request.environ["asgi.scope"][PATTERN] = UNMATCHED if rule is None else rule.rule
    return response


class Mounted:
    """ASGI endpoint for `state.recommender`, which a worker makes when it starts."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope["app"].state.recommender(scope, receive, send)
