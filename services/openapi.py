"""The OpenAPI 3.1 description of the gateway's routes, and the page that shows it."""

from functools import cache
from pathlib import Path

import bentoml
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles

import mien
from mien.perception.reply import PredictReply
from recommender_api.access.openapi import CREDENTIALS, OPTIONAL
from recommender_api.describing import Schema
from services.describing import (
    clip,
    in_json,
    many_pictures,
    named,
    one_file,
    operation,
    plain_text,
    schemas_of,
)
from services.evidence import Fusion
from services.fuse import FusionReply
from services.jobs import routes as clips
from services.limits import Limits
from services.models_page import ModelsReply
from services.predict import BatchReply
from services.predict_audio import AudioReply
from services.web.headers import policy_of

_PICTURE_TYPES = ("image/jpeg", "image/png", "image/webp", "application/octet-stream")
_SOUND_TYPES = ("audio/wav", "audio/ogg", "audio/webm", "audio/mpeg", "application/octet-stream")
_POINT: Schema = {
    "type": "array",
    "prefixItems": [{"type": "array", "items": {"type": "number"}}, {"type": "string"}],
    "description": '[[valence, arousal], "0x1f604"]',
}
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Mien API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/assets/swagger-ui.css"></head>
<body><div id="swagger-ui"></div>
<script src="docs/assets/swagger-ui-bundle.js"></script>
<script src="docs/assets/swagger-ui-standalone-preset.js"></script>
<script>SwaggerUIBundle({
  urls: [
    {name: "Faces, voices, clips", url: "openapi.json"},
    {name: "Recommendations, sessions, privacy", url: "api/v1/openapi.json"},
  ],
  dom_id: "#swagger-ui",
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: "StandaloneLayout",
})</script>
</body></html>"""


def assets() -> StaticFiles:
    """Swagger UI's files, from BentoML's own package, so that the page needs no network."""
    package = Path(bentoml.__file__).parent
    return StaticFiles(directory=package / "_internal" / "server" / "static_content")


async def docs_page(request: Request) -> Response:
    """Swagger UI over `/openapi.json` and the recommender's."""
    return HTMLResponse(_PAGE, headers=policy_of(_PAGE))


async def openapi_json(request: Request) -> Response:
    """The description itself."""
    return JSONResponse(openapi())


@cache
def openapi() -> Schema:
    """The whole document; schemas come from the types that the routes return."""
    schemas, components = schemas_of(
        PredictReply,
        BatchReply,
        AudioReply,
        Fusion,
        FusionReply,
        clips.JobReply,
        ModelsReply,
        Limits,
    )
    predict, batch, audio, evidence, fused, job, models, limits = schemas
    picture, sound = one_file("image", _PICTURE_TYPES), one_file("audio", _SOUND_TYPES)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Mien", "version": mien.__version__, "summary": mien.__doc__},
        "paths": {
            "/predict": {"post": operation("Read one picture", picture, predict)},
            "/predict/batch": {"post": operation("Read many pictures", many_pictures(), batch)},
            "/predict/audio": {"post": operation("Hear one sound", sound, audio)},
            "/fuse": {"post": operation("Fuse readings", in_json(evidence), fused)},
            "/analyze": {"post": _analyze(job)},
            "/upload_video": {"post": clip("eMosh: a point and an emoji", _POINT)},
            "/jobs/{id}": {
                "get": named("How far a job is", "id", reply=job),
                "delete": named("Cancel a job, or remove its results", "id", status=204),
            },
            "/jobs/{id}/events": {
                "get": named("The same as server-sent events", "id", media_type="text/event-stream")
            },
            "/jobs/{id}/files/{name}": {
                "get": named("A file of the results", "id", "name", media_type="*/*")
            },
            "/stream/schema.json": {
                "get": operation("AsyncAPI description of WS /stream", None, {"type": "object"})
            },
            "/limits": {"get": operation("What may be sent", None, limits)},
            "/models": {"get": operation("The loaded models", None, models)},
            "/models/{name}/card": {
                "get": named("A model's card", "name", media_type="text/markdown")
            },
            "/models/{name}/figures/{file}": {
                "get": named("A picture of a model's card", "name", "file", media_type="image/*")
            },
            "/metrics": {"get": plain_text("Prometheus metrics of all workers")},
            **{path: {"get": plain_text(summary)} for path, summary in PROBES.items()},
        },
        "components": {"schemas": components, "securitySchemes": CREDENTIALS},
        "security": OPTIONAL,
    }


PROBES = {
    "/healthz": "The process answers",
    "/livez": "The process answers",
    "/readyz": "The models are loaded",
}
"""BentoML's own routes."""


def _analyze(job: Schema) -> Schema:
    (low, high), longest = clips.RATES, clips.LONGEST_WAIT
    options: dict[str, Schema] = {
        "rate": {"type": "number", "minimum": low, "maximum": high, "default": 10},
        "viewer": {"type": "integer", "minimum": 0, "description": "the number of a track"},
        "video": {"type": "boolean", "default": True, "description": "whether to draw one"},
        "wait": {"type": "number", "minimum": 0, "maximum": longest, "description": "seconds"},
    }
    about = clip("Analyse a clip", job)
    about["responses"]["202"] = {**about["responses"]["200"], "description": "Accepted"}
    in_query = [{"name": n, "in": "query", "schema": schema} for n, schema in options.items()]
    return {**about, "parameters": in_query}
