"""A clip from a request straight to its place on disk, within a limit and in flat memory.

body ─> blocks of a mebibyte ─thread─> raw: the file · multipart: its part `video` ─> the file
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from starlette.requests import Request

from mien.errors import EmptyBody, StorageFull, UnsupportedMediaType
from services.jobs.form import ClipForm
from services.request_body import Kind, chunks, declared_size, media_type_of
from services.upload_names import shown

CLIP = Kind("clip", "video", ("video",))
BLOCK_BYTES = 1024 * 1024
UNNAMED = "clip"


async def receive_clip(request: Request, target: Path, limit: int) -> str:
    """Write the clip of a request to `target`; its file name, or "clip" where it has none.

    The clip is the raw body or the multipart field `video`. Raises EmptyBody, BodyTooLarge,
    BodyStalled, InvalidRequest, UnsupportedMediaType, StorageFull; OSError of a disk that fills
    up meanwhile.
    """
    media_type = media_type_of(request)
    is_form = media_type == "multipart/form-data"
    if not is_form and not CLIP.is_raw(media_type):
        raise UnsupportedMediaType(f"the content type is '{media_type}', not that of a clip")
    _check_room(request, target.parent, limit)
    with target.open("wb") as file:
        if is_form:
            form = ClipForm(request.headers["content-type"], CLIP.field, file)
            await _pass_on(request, limit, form.write)
            return shown(form.finished()) or UNNAMED
        await _pass_on(request, limit, file.write)
        if not file.tell():
            raise EmptyBody("the request has no body")
    return UNNAMED


def _check_room(request: Request, folder: Path, limit: int) -> None:
    declared, free = declared_size(request.headers) or 0, shutil.disk_usage(folder).free
    if free < declared <= limit:
        raise StorageFull(f"the clip has {declared} bytes, and {free} are free")


async def _pass_on(request: Request, limit: int, write: Callable[[bytes], object]) -> None:
    """In threads, as a disk may keep a writer waiting, and everybody with it."""
    async for block in _blocks(chunks(request, limit)):
        await asyncio.to_thread(write, block)


async def _blocks(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    block = bytearray()
    async for piece in pieces:
        block += piece
        if len(block) >= BLOCK_BYTES:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)
