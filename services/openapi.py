"""The OpenAPI 3.1 description of the gateway's routes, and the page that shows it."""

from functools import cache
from pathlib import Path
from typing import Any, Literal

import bentoml
from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles

import mien
from mien.errors import PROBLEM_MEDIA_TYPE, MienError
from mien.perception.reply import PredictReply
from recommender_api.access.openapi import CREDENTIALS, OPTIONAL
from services.evidence import Fusion
from services.fuse import FusionReply
from services.jobs.routes import JobReply
from services.limits import Limits
from services.models_page import ModelsReply
from services.predict import BatchReply
from services.predict_audio import AudioReply

Schema = dict[str, Any]

_BINARY: Schema = {"type": "string", "format": "binary"}
_BASE64: Schema = {"type": "string", "description": "base64 or data URL"}
_PICTURE_TYPES = ("image/jpeg", "image/png", "image/webp", "image", "application/octet-stream")
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
    return HTMLResponse(_PAGE)


async def openapi_json(request: Request) -> Response:
    """The description itself."""
    return JSONResponse(openapi())


@cache
def openapi() -> Schema:
    """The whole document; schemas come from the types that the routes return."""
    schemas, components = _schemas(
        PredictReply, BatchReply, AudioReply, Fusion, FusionReply, JobReply, ModelsReply, Limits
    )
    predict, batch, audio, evidence, fused, job, models, limits = schemas
    picture, sound = _one_file("image", _PICTURE_TYPES), _one_file("audio", _SOUND_TYPES)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Mien", "version": mien.__version__, "summary": mien.__doc__},
        "paths": {
            "/predict": {"post": _operation("Read one picture", picture, predict)},
            "/predict/batch": {"post": _operation("Read many pictures", _many_pictures(), batch)},
            "/predict/audio": {"post": _operation("Hear one sound", sound, audio)},
            "/fuse": {"post": _operation("Fuse readings", _json(evidence), fused)},
            "/analyze": {"post": _clip("Analyse a clip", job, "rate", "viewer", "video", "wait")},
            "/upload_video": {"post": _clip("eMosh: a point and an emoji", _POINT)},
            "/jobs/{id}": {
                "get": _named("How far a job is", "id", reply=job),
                "delete": _named("Cancel a job, or remove its results", "id"),
            },
            "/jobs/{id}/events": {"get": _named("The same as server-sent events", "id")},
            "/jobs/{id}/files/{name}": {"get": _named("A file of the results", "id", "name")},
            "/stream/schema.json": {"get": _plain("AsyncAPI description of WS /stream")},
            "/limits": {"get": _operation("What may be sent", None, limits)},
            "/models": {"get": _operation("The loaded models", None, models)},
            "/models/{name}/card": {"get": _named("A model's card", "name")},
            "/models/{name}/figures/{file}": {
                "get": _named("A picture of a model's card", "name", "file")
            },
            **{path: {"get": _plain(summary)} for path, summary in _PROBES.items()},
        },
        "components": {"schemas": components, "securitySchemes": CREDENTIALS},
        "security": OPTIONAL,
    }


_PROBES = {
    "/healthz": "The process answers",
    "/livez": "The process answers",
    "/readyz": "The models are loaded",
    "/metrics": "Prometheus metrics of all workers",
}


def _operation(summary: str, body: Schema | None, reply: Schema) -> Schema:
    content = {"application/json": {"schema": reply}}
    operation: Schema = {
        "summary": summary,
        "responses": {
            "200": {"description": "OK", "content": content},
            "default": {"description": "An error", "content": _problem()},
        },
    }
    return operation if body is None else {**operation, "requestBody": body}


def _one_file(field: str, media_types: tuple[str, ...]) -> Schema:
    raw = {media_type: {"schema": _BINARY} for media_type in media_types}
    return {"required": True, "content": {**raw, **_forms(field, _BINARY, _BASE64)}}


def _many_pictures() -> Schema:
    binaries = {"type": "array", "items": _BINARY}
    texts = {"type": "array", "items": _BASE64}
    return {"required": True, "content": _forms("images", binaries, texts)}


def _forms(field: str, multipart: Schema, json: Schema) -> Schema:
    return {
        media_type: {
            "schema": {"type": "object", "properties": {field: schema}, "required": [field]}
        }
        for media_type, schema in (("multipart/form-data", multipart), ("application/json", json))
    }


def _json(schema: Schema) -> Schema:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _clip(summary: str, reply: Schema, *options: str) -> Schema:
    types = ("video/mp4", "video/webm", "application/octet-stream")
    raw = {media_type: {"schema": _BINARY} for media_type in types}
    form = {"type": "object", "properties": {"video": _BINARY}, "required": ["video"]}
    body = {"required": True, "content": {**raw, "multipart/form-data": {"schema": form}}}
    in_query = [{"name": n, "in": "query", "schema": {"type": "string"}} for n in options]
    return {**_operation(summary, body, reply), "parameters": in_query}


def _named(summary: str, *names: str, reply: Schema | None = None) -> Schema:
    text = {"type": "string"}
    names_in_path = [{"name": n, "in": "path", "required": True, "schema": text} for n in names]
    operation = _plain(summary) if reply is None else _operation(summary, None, reply)
    return {**operation, "parameters": names_in_path}


def _plain(summary: str) -> Schema:
    return {"summary": summary, "responses": {"200": {"description": "OK"}}}


def _problem() -> Schema:
    example = MienError("what was wrong").problem()
    properties = {
        key: {"type": "integer" if isinstance(value, int) else "string"}
        for key, value in example.items()
    }
    schema = {"type": "object", "properties": properties, "required": list(example)}
    return {PROBLEM_MEDIA_TYPE: {"schema": schema}}


def _schemas(*replies: type) -> tuple[list[Schema], Schema]:
    adapters: list[tuple[type, Literal["serialization"], TypeAdapter[Any]]] = [
        (reply, "serialization", TypeAdapter(reply)) for reply in replies
    ]
    by_reply, definitions = TypeAdapter.json_schemas(
        adapters, ref_template="#/components/schemas/{model}"
    )
    return [by_reply[reply, "serialization"] for reply in replies], definitions["$defs"]
