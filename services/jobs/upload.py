"""A clip from a request straight to disk, within a limit."""

from pathlib import Path

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from mien.errors import EmptyBody, InvalidRequest, UnsupportedMediaType
from services.request_body import Kind, chunks, media_type_of

CLIP = Kind("clip", "video", ("video",))
CHUNK_BYTES = 1024 * 1024
UNNAMED = "clip"


async def receive_clip(request: Request, target: Path, limit: int) -> str:
    """Write the clip of a request to `target`; its file name, or "clip" where it has none.

    The clip is the raw body or the multipart field `video`. Raises EmptyBody, BodyTooLarge,
    InvalidRequest, UnsupportedMediaType.
    """
    media_type = media_type_of(request)
    if media_type == "multipart/form-data":
        return await _from_form(request, target, limit)
    if not CLIP.is_raw(media_type):
        raise UnsupportedMediaType(f"the content type is '{media_type}', not that of a clip")
    size = 0
    with target.open("wb") as file:
        async for chunk in chunks(request, limit):
            size += file.write(chunk)
    if not size:
        raise EmptyBody("the request has no body")
    return UNNAMED


async def _from_form(request: Request, target: Path, limit: int) -> str:
    parser = MultiPartParser(request.headers, chunks(request, limit))  # type: ignore[arg-type]
    try:
        form = await parser.parse()
    except (MultiPartException, ClientDisconnect, ValueError, KeyError) as error:
        raise InvalidRequest(f"the multipart body is malformed: {error}") from error
    try:
        part = form.get(CLIP.field)
        if not isinstance(part, UploadFile):
            raise InvalidRequest(
                f"the fields are {sorted(form.keys())}; the clip belongs in '{CLIP.field}'"
            )
        with target.open("wb") as file:
            while chunk := await part.read(CHUNK_BYTES):
                file.write(chunk)
        return Path(part.filename or UNNAMED).name or UNNAMED
    finally:
        await form.close()
