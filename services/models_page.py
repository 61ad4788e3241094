"""`/models`: what is loaded, where it runs, under which licence, and each model's card."""

from typing import Literal

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from typing_extensions import TypedDict

from mien.errors import NotFound
from mien.runtime.manifest import Manifest, ModelEntry
from services.rollout.choosing import Tried


class ModelReply(TypedDict):
    """A loaded model; `provider` is the ONNX Runtime provider in use."""

    name: str
    task: str
    version: str
    provider: str
    sha256: str
    licence: str
    training_data: list[str]
    labels: list[str]
    metrics: dict[str, float]
    card: str


class CandidateReply(TypedDict):
    """Models that take a `share` of the pictures (0..1) or, as a shadow, only read along.

    `card` is that of the served model in their place.
    """

    mode: Literal["share", "shadow"]
    share: float
    models: list[ModelReply]


class ModelsReply(TypedDict):
    """Every model that the gateway serves, and those that are tried beside them."""

    models: list[ModelReply]
    candidate: CandidateReply | None


async def models(request: Request) -> Response:
    """List the loaded models."""
    providers: dict[str, str] = request.app.state.providers
    manifest: Manifest = request.app.state.manifest
    replies = [_reply(manifest.entry(name), providers[name]) for name in providers]
    return JSONResponse(ModelsReply(models=replies, candidate=_candidate(request)))


async def model_card(request: Request) -> Response:
    """One model's card, as Markdown."""
    name = request.path_params["name"]
    if name not in request.app.state.providers:
        raise NotFound(f"no model '{name}' is loaded")
    manifest: Manifest = request.app.state.manifest
    return Response(manifest.card(name), media_type="text/markdown")


async def model_picture(request: Request) -> Response:
    """One picture of a model's card, as the card links it."""
    name, file = request.path_params["name"], request.path_params["file"]
    manifest: Manifest = request.app.state.manifest
    pictures = manifest.pictures(name) if name in request.app.state.providers else {}
    if file not in pictures:
        raise NotFound(f"no loaded model '{name}' has a picture '{file}'")
    return FileResponse(pictures[file])


def _candidate(request: Request) -> CandidateReply | None:
    tried: Tried | None = request.app.state.candidate
    if tried is None:
        return None
    replies = [_reply(entry, provider) for entry, provider in tried.entries]
    return {"mode": tried.mode.value, "share": tried.share, "models": replies}


def _reply(entry: ModelEntry, provider: str) -> ModelReply:
    return {
        "name": entry.name,
        "task": entry.task,
        "version": entry.version,
        "provider": provider,
        "sha256": entry.sha256,
        "licence": entry.licence,
        "training_data": list(entry.training_data),
        "labels": list(entry.labels),
        "metrics": entry.metrics,
        "card": f"/models/{entry.name}/card",
    }
