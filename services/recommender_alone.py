"""The recommender as a BentoML service of its own, which its bento needs; the image made of that
bento runs `mien recommend serve`, the same application under gunicorn."""

import bentoml
from starlette.types import ASGIApp, Receive, Scope, Send

from mien.settings import settings
from mien.telemetry import logs, spans
from services.recommender import recommender


class _Worker:
    """The application of this worker, which is made when it starts: building a bento opens no
    database."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


logs.configure(settings())
_worker = _Worker()


@bentoml.service(
    name="mien-recommender",
    workers=1,
    metrics={"enabled": False},
    logging={"access": {"enabled": False}},
    tracing={"excluded_urls": ["."]},
)
class Recommender:
    """Films and products for an expression, viewers and sessions, below `/api/v1`."""

    def __init__(self) -> None:
        spans.start(settings(), "mien-recommender")
        _worker.app = recommender(settings())


Recommender.mount_asgi_app(_worker, path="/")  # type: ignore[attr-defined]
