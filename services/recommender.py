"""The recommender under the gateway: its WSGI application at the path that it has stand-alone."""

from typing import Any, cast

from a2wsgi import WSGIMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from mien.settings import Settings
from recommender_api.app import PREFIX, create_app

PATH = f"{PREFIX}/{{rest:path}}"


def recommender(settings: Settings) -> ASGIApp:
    """The application; origins are the gateway's matter, or their headers would come twice.

    Raises InvalidSetting.
    """
    app = create_app(settings.model_copy(update={"cors_origins": ()}))
    return cast(ASGIApp, WSGIMiddleware(cast(Any, app)))


class Mounted:
    """ASGI endpoint for `state.recommender`, which a worker makes when it starts."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope["app"].state.recommender(scope, receive, send)
