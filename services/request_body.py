"""The pictures or the sound in a request: raw body, multipart fields or JSON.

ASGI messages -> body within the limit -> content type -> encoded files
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.types import Scope

from mien.errors import (
    BodyStalled,
    BodyTooLarge,
    EmptyBody,
    InvalidBase64,
    InvalidRequest,
    UnsupportedMediaType,
)
from mien.media.image import decode_base64
from services.upload_names import listed, shown


@dataclass(frozen=True, slots=True)
class Kind:
    """What a route takes: its name, its field, and the content types of its raw body."""

    noun: str
    field: str
    families: tuple[str, ...]

    def is_raw(self, media_type: str) -> bool:
        """Whether a body of this content type is the file itself."""
        family = media_type.partition("/")[0]
        return media_type in ("", "application/octet-stream") or family in self.families


STALL_SECONDS = 60.0
LEAST_PER_SECOND = 1024
SENT_AT_ONCE = 1024 * 1024
"""Such a body is soon there, so that a refusal need not end the connection."""

_READ = "mien.body_read"

PICTURE = Kind("picture", "image", ("image",))
SOUND = Kind("sound", "audio", ("audio", "video"))


@dataclass(frozen=True, slots=True)
class EncodedFile:
    """A file as it came, bytes or base64 text, and its name to show ("" where it has none)."""

    name: str
    content: object

    def data(self) -> bytes:
        """The encoded file; raises InvalidBase64 where the content is not base64 text."""
        if isinstance(self.content, bytes):
            return self.content
        if not isinstance(self.content, str):
            raise InvalidBase64(f"the file is of type {type(self.content).__name__}, not text")
        return decode_base64(self.content)


async def chunks(request: Request, limit: int) -> AsyncIterator[bytes]:
    """The body as it comes; raises BodyTooLarge as soon as more than `limit` bytes are due, and
    BodyStalled where nothing comes for `STALL_SECONDS`, or so long less than LEAST_PER_SECOND."""
    declared = declared_size(request.headers)
    if declared is not None and declared > limit:
        raise BodyTooLarge(f"the body has {declared} bytes; the most taken are {limit}")
    size, begun = 0, asyncio.get_running_loop().time()
    stream = request.stream()
    while (chunk := await _next(stream, begun + size / LEAST_PER_SECOND)) is not None:
        size += len(chunk)
        if size > limit:
            raise BodyTooLarge(f"the body has more than the {limit} bytes that are taken")
        yield chunk
    request.scope[_READ] = True


async def _next(stream: AsyncIterator[bytes], due: float) -> bytes | None:
    """`due` is when what came so far should have been there; a body may lie behind."""
    now = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout_at(min(now, due) + STALL_SECONDS):
            return await anext(stream, None)
    except TimeoutError as error:
        raise BodyStalled(
            f"the body stopped coming for {STALL_SECONDS:g} seconds, or came so long at less than "
            f"{LEAST_PER_SECOND} bytes a second"
        ) from error


def declared_size(headers: Headers) -> int | None:
    """The size of the body in bytes, where the client states it."""
    declared = headers.get("content-length", "")
    return int(declared) if declared.isdecimal() else None


def body_is_coming(scope: Scope) -> bool:
    """Whether a client may still be sending a body of more than `SENT_AT_ONCE` bytes."""
    if _READ in scope:
        return False
    headers = Headers(scope=scope)
    declared = declared_size(headers)
    return "transfer-encoding" in headers if declared is None else declared > SENT_AT_ONCE


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body; raises BodyTooLarge."""
    return b"".join([chunk async for chunk in chunks(request, limit)])


async def one_file(request: Request, limit: int, kind: Kind) -> bytes:
    """The encoded file of a request that brings one.

    Raises EmptyBody, BodyTooLarge, InvalidRequest, InvalidBase64, UnsupportedMediaType.
    """
    body = await read_body(request, limit)
    if not body:
        raise EmptyBody("the request has no body")
    media_type = media_type_of(request)
    if kind.is_raw(media_type):
        return body
    files = await _structured(request, media_type, body, {kind.field}, kind.noun)
    if len(files) > 1:
        raise InvalidRequest(f"{len(files)} {kind.noun}s came; this route takes one")
    return files[0].data()


async def many_pictures(request: Request, limit: int, most: int) -> list[EncodedFile]:
    """The encoded pictures of a `/predict/batch` request, at most `most`; errors as above."""
    body = await read_body(request, limit)
    if not body:
        raise EmptyBody("the request has no body")
    fields = {"image", "images"}
    pictures = await _structured(request, media_type_of(request), body, fields, PICTURE.noun)
    if len(pictures) > most:
        raise InvalidRequest(f"{len(pictures)} pictures came; a batch takes at most {most}")
    return pictures


def media_type_of(request: Request) -> str:
    """The content type without its parameters, in lower case; "" where there is none."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _structured(
    request: Request, media_type: str, body: bytes, fields: set[str], noun: str
) -> list[EncodedFile]:
    if media_type == "multipart/form-data":
        files = await _from_multipart(request, body, fields, noun)
    elif media_type == "application/json":
        files = _from_json(body, fields)
    else:
        raise UnsupportedMediaType(f"the content type is '{media_type}'")
    if not files:
        raise InvalidRequest(f"no {noun} came in {_named(fields)}")
    return files


async def _from_multipart(
    request: Request, body: bytes, fields: set[str], noun: str
) -> list[EncodedFile]:
    async def stream() -> AsyncIterator[bytes]:
        yield body

    parser = MultiPartParser(request.headers, stream())  # type: ignore[arg-type]
    parser.spool_max_size = len(body) + 1  # the body is in memory already: no temporary files
    try:
        form = await parser.parse()
    except (MultiPartException, ClientDisconnect, ValueError, KeyError) as error:
        raise InvalidRequest(f"the multipart body is malformed: {error}") from error
    try:
        parts = [part for name, part in form.multi_items() if name in fields]
        if not parts:
            raise InvalidRequest(
                f"the fields are {listed(form.keys())}; the {noun} belongs in {_named(fields)}"
            )
        return [await _part(part) for part in parts]
    finally:
        await form.close()


async def _part(part: UploadFile | str) -> EncodedFile:
    if isinstance(part, str):
        return EncodedFile("", part)
    return EncodedFile(shown(part.filename or ""), await part.read())


def _from_json(body: bytes, fields: set[str]) -> list[EncodedFile]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest(f"the body is not JSON: {error}") from error
    if not isinstance(content, dict):
        raise InvalidRequest("the JSON body is not an object")
    values = next((content[name] for name in sorted(fields) if name in content), None)
    if values is None:
        raise InvalidRequest(f"the JSON object has no {_named(fields)}, only {listed(content)}")
    several = values if isinstance(values, list) and "images" in fields else [values]
    return [EncodedFile("", content) for content in several]


def _named(fields: set[str]) -> str:
    return " or ".join(f"'{name}'" for name in sorted(fields))
