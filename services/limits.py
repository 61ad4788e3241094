"""`GET /limits`: what a client must know before it sends, so that it can say no by itself."""

from functools import cache

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from typing_extensions import TypedDict

import mien
from mien.settings import Settings
from recommender_api.privacy.notices import Notices


class Limits(TypedDict):
    """Sizes in bytes, lengths in seconds; `max_streams` holds for each worker process.

    `recordings` says whether a live stream may ask to be kept, `keys_required` whether reading
    faces and voices asks for an API key, `languages` in which ones the notice is there.
    """

    version: str
    max_body_bytes: int
    max_clip_bytes: int
    max_clip_seconds: float
    max_audio_seconds: float
    max_image_pixels: int
    max_pictures: int
    max_streams: int
    stream_idle_seconds: float
    recordings: bool
    keys_required: bool
    languages: list[str]


async def limits(request: Request) -> Response:
    """The limits of this server."""
    return JSONResponse(_limits(request.app.state.settings), headers={"Cache-Control": "no-cache"})


@cache
def _limits(settings: Settings) -> Limits:
    notices = Notices.of(settings)
    return {
        "version": mien.__version__,
        "max_body_bytes": settings.max_body_bytes,
        "max_clip_bytes": settings.max_clip_bytes,
        "max_clip_seconds": settings.max_clip_seconds,
        "max_audio_seconds": settings.max_audio_seconds,
        "max_image_pixels": settings.max_image_pixels,
        "max_pictures": settings.max_pictures,
        "max_streams": settings.max_streams,
        "stream_idle_seconds": settings.stream_idle_seconds,
        "recordings": settings.recordings_dir is not None,
        "keys_required": settings.require_keys,
        "languages": sorted(notices.templates),
    }
