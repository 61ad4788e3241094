"""The gateway's ASGI application: routes, errors and metrics. It knows models as protocols only,
so tests run all of it over fakes."""

import asyncio

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match, Mount, Route, WebSocketRoute

from mien.errors import MethodNotAllowed, MienError, NotFound
from mien.settings import Settings
from services import (
    fuse,
    limits,
    metrics,
    models_page,
    openapi,
    predict,
    predict_audio,
    problems,
    recommender,
)
from services.access import AskForKeys
from services.disk import free_bytes
from services.doorkeeper import Doorkeeper
from services.jobs import routes as clips
from services.jobs.store import JobStore
from services.refusals import EXPOSED
from services.request_metrics import RequestMetrics
from services.request_trail import TrackedApp
from services.stream import route as live
from services.web import routes as web

PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8"


def create_app(settings: Settings) -> Starlette:
    """The application; `state` needs `reader`, `speech`, `jobs`, `recommender`,
    `manifest` and `providers` too, and `gate` where keys are required."""
    app = TrackedApp(
        routes=[
            Route("/predict", predict.predict, methods=["POST"]),
            Route("/predict/batch", predict.predict_batch, methods=["POST"]),
            Route("/predict/audio", predict_audio.predict_audio, methods=["POST"]),
            Route("/fuse", fuse.fuse_readings, methods=["POST"]),
            Route("/analyze", clips.analyze, methods=["POST"]),
            Route("/jobs/{id}", clips.job),
            Route("/jobs/{id}", clips.forget, methods=["DELETE"]),
            Route("/jobs/{id}/events", clips.events),
            Route("/jobs/{id}/files/{name}", clips.result_file),
            Route("/upload_video", clips.upload_video, methods=["POST"]),
            WebSocketRoute("/stream", live.stream),
            Route("/stream/schema.json", live.schema),
            Route("/models", models_page.models),
            Route("/models/{name}/card", models_page.model_card),
            Route("/models/{name}/figures/{file}", models_page.model_picture),
            Route("/limits", limits.limits),
            Route("/metrics", _metrics),
            Route("/docs", openapi.docs_page),
            Route("/openapi.json", openapi.openapi_json),
            Mount("/docs/assets", openapi.assets()),
            Route(recommender.PATH, recommender.Mounted()),
            *web.routes(),
            Route("/{path:path}", _unknown, methods=list(_METHODS)),
        ],
        middleware=[Middleware(RequestMetrics), _cors(settings), *_doors(settings)],
        exception_handlers={
            MienError: problems.handle_problem,
            ClientDisconnect: problems.handle_departure,
            HTTPException: problems.handle_unserved,
            Exception: problems.handle_defect,
        },
    )
    app.state.settings = settings
    app.state.streams = 0
    app.state.sharing = app.state.candidate = None
    app.state.draining = asyncio.Event()
    return app


_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def _cors(settings: Settings) -> Middleware:
    return Middleware(
        CORSMiddleware,
        allow_origins=settings.cors_origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["*"],
        expose_headers=EXPOSED,
    )


def _doors(settings: Settings) -> list[Middleware]:
    keys = [Middleware(AskForKeys)] if settings.require_keys else []
    return [Middleware(Doorkeeper, settings=settings), *keys]


def _metrics(request: Request) -> Response:
    """In a thread, as jobs are files."""
    jobs: JobStore = request.app.state.jobs
    page = metrics.exposition(jobs.counts(), free_bytes(request.app.state.settings))
    return Response(page, media_type=PROMETHEUS_TEXT)


async def _unknown(request: Request) -> Response:
    path = request.url.path
    allowed = {"GET", "HEAD"} if path in openapi.PROBES else set()
    for route in request.app.routes[:-1]:
        if isinstance(route, Route) and route.matches(request.scope)[0] is Match.PARTIAL:
            allowed |= route.methods or set()
    if allowed:
        named = ", ".join(sorted(allowed))
        raise MethodNotAllowed(f"{path} does not take {request.method}", named)
    raise NotFound(f"there is no {path}")
