"""`WS /stream` and its published schema."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket

from mien.errors import MienError
from mien.settings import Settings
from mien.taxonomy import LABELS
from services import metrics
from services.rollout.choosing import VERSION_HEADER, reader_for
from services.stream.protocol import asyncapi
from services.stream.recorder import recorder
from services.stream.session import StreamSession

TRY_AGAIN_LATER, REFUSED = 1013, 1008
SUBPROTOCOL = "mien"
"""What a browser offers beside its key, and must be answered; see `services.access`."""


async def stream(socket: WebSocket) -> None:
    """Serve one live stream, or refuse it where all places are taken.

    With `?record=true` it is kept, where the server keeps recordings.
    """
    state = socket.app.state
    settings: Settings = state.settings
    reader = reader_for(socket)
    await socket.accept(
        SUBPROTOCOL if SUBPROTOCOL in socket.scope["subprotocols"] else None,
        [(VERSION_HEADER.lower().encode(), reader.version.encode())],
    )
    if state.streams >= settings.max_streams:
        await socket.close(TRY_AGAIN_LATER, f"{state.streams} streams are open already")
        return
    wanted = socket.query_params.get("record") == "true"
    if wanted and settings.recordings_dir is None:
        await socket.close(REFUSED, "this server keeps no recordings")
        return
    state.streams += 1
    try:
        with metrics.STREAMS.track_inprogress(), recorder(settings, wanted) as kept:
            await StreamSession(socket, reader, state.speech, settings, kept).run()
    finally:
        state.streams -= 1


async def schema(request: Request) -> Response:
    """The AsyncAPI document."""
    return JSONResponse(asyncapi(_sample(), _problem()))


def _sample() -> dict[str, Any]:
    nullable = {"type": ["object", "null"]}
    shares = {"type": "object", "properties": {label: _number(0, 1) for label in LABELS}}
    face = {
        "track": {"type": "integer"},
        "box": {"type": "array", "items": _number(), "minItems": 4, "maxItems": 4},
        "confidence": _number(0, 1),
        "quality": _number(0, 1),
        "probabilities": shares,
        "smoothed": shares,
        "dominant_emotion": {"enum": list(LABELS)},
        "uncertain": {"type": "boolean"},
        "valence": _number(-1, 1),
        "arousal": _number(-1, 1),
    }
    fused = {
        "probabilities": shares,
        "dominant_emotion": {"enum": list(LABELS)},
        "uncertain": {"type": "boolean"},
        "valence": _number(-1, 1),
        "arousal": _number(-1, 1),
        "emoji": {"type": "string"},
        "weights": {"type": "object", "additionalProperties": _number(0, 1)},
        "conflict": _number(0, 1),
    }
    return _object(
        type={"const": "sample"},
        seconds=_number(0),
        viewer={"type": ["integer", "null"]},
        faces={"type": "array", "items": _object(**face)},
        voice=nullable,
        fused={"oneOf": [{"type": "null"}, _object(**fused)]},
        normalised=nullable,
        lag={**_number(0), "description": "seconds from the picture's arrival to this answer"},
        dropped={"type": "integer", "description": "pictures that newer ones replaced, so far"},
    )


def _problem() -> dict[str, Any]:
    body = {name: {"type": "string"} for name in MienError("").problem()}
    return _object(type={"const": "error"}, error=_object(**{**body, "status": _number(400)}))


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _number(low: float | None = None, high: float | None = None) -> dict[str, Any]:
    bounds = {"minimum": low, "maximum": high}
    return {"type": "number", **{name: v for name, v in bounds.items() if v is not None}}
