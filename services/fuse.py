"""`POST /fuse`: readings of face, voice and words in, one reading of them all out.

For clients that read faces, voices or words elsewhere, or earlier; clips and live streams fuse by
themselves.
"""

from typing import cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from typing_extensions import TypedDict

from mien.clips.timeline import fused_reply
from mien.emoji import nearest_emoji
from mien.errors import InvalidEvidence, UnsupportedMediaType
from mien.fusion import EMOSH_VOICE, Evidence, Modality, fuse, fuse_as_emosh
from mien.perception.reply import DIGITS
from mien.telemetry import spans
from services import metrics
from services.evidence import Fusion, Method, checked
from services.request_body import media_type_of, read_body


class FusedReply(TypedDict):
    """What all modalities together apparently express.

    `weights` say how much each counted and add up to 1; `conflict` is 0 where they agree and near 1
    where two sure ones contradict each other. Valence and arousal are in -1..1.
    """

    probabilities: dict[str, float]
    dominant_emotion: str
    uncertain: bool
    valence: float
    arousal: float
    emoji: str
    weights: dict[str, float]
    conflict: float


class EmoshReply(TypedDict):
    """eMosh's point and emoji; its valence is the face's, its arousal weighted by `weights`."""

    valence: float
    arousal: float
    emoji: str
    weights: dict[str, float]


class FusionReply(TypedDict):
    """`fused` is null where nothing in the evidence can be trusted at all."""

    method: Method
    fused: FusedReply | EmoshReply | None


async def fuse_readings(request: Request) -> Response:
    """Fuse one set of readings."""
    if media_type_of(request) not in ("application/json", ""):
        raise UnsupportedMediaType(f"the content type is '{media_type_of(request)}', not JSON")
    body = await read_body(request, request.app.state.settings.max_body_bytes)
    if not body:
        raise InvalidEvidence("the request has no body")
    wanted = checked(body)
    with metrics.STEPS["fuse"].time(), spans.span("fuse"):
        reply = fusion_reply(wanted)
    return JSONResponse(reply)


def fusion_reply(wanted: Fusion) -> FusionReply:
    """Fuse by the method asked for."""
    evidence = {reading.modality: reading.evidence() for reading in wanted.evidence}
    if wanted.method == "emosh":
        face, voice = evidence[Modality.FACE], evidence.get(Modality.VOICE)
        return {"method": "emosh", "fused": _emosh_reply(face, voice)}
    fused = fuse(list(evidence.values()))
    reply = None if fused is None else cast(FusedReply, fused_reply(fused))
    return {"method": "mien", "fused": reply}


def _emosh_reply(face: Evidence, voice: Evidence | None) -> EmoshReply:
    valence, arousal = fuse_as_emosh(face, voice)
    weights = {"face": 1.0} if voice is None else {"face": 1 - EMOSH_VOICE, "voice": EMOSH_VOICE}
    return {
        "valence": round(valence, DIGITS),
        "arousal": round(arousal, DIGITS),
        "emoji": nearest_emoji(valence, arousal),
        "weights": weights,
    }
