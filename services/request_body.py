"""The pictures in a request: raw body, multipart fields or JSON.

ASGI messages -> body within the limit -> content type -> encoded pictures
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from mien.errors import (
    BodyTooLarge,
    EmptyBody,
    InvalidBase64,
    InvalidRequest,
    UnsupportedMediaType,
)
from mien.media.image import decode_base64

RAW_TYPES = ("image", "application/octet-stream", "")


@dataclass(frozen=True, slots=True)
class EncodedPicture:
    """A picture as it came, bytes or base64 text, and its file name ("" where it has none)."""

    name: str
    content: object

    def data(self) -> bytes:
        """The encoded picture; raises InvalidBase64 where the content is not base64 text."""
        if isinstance(self.content, bytes):
            return self.content
        if not isinstance(self.content, str):
            raise InvalidBase64(f"the picture is of type {type(self.content).__name__}, not text")
        return decode_base64(self.content)


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body; raises BodyTooLarge as soon as more than `limit` bytes are announced."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise BodyTooLarge(f"the body has {declared} bytes; the most taken are {limit}")
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise BodyTooLarge(f"the body has more than the {limit} bytes that are taken")
        chunks.append(chunk)
    return b"".join(chunks)


async def one_picture(request: Request, limit: int) -> bytes:
    """The encoded picture of a `/predict` request.

    Raises EmptyBody, BodyTooLarge, InvalidRequest, InvalidBase64, UnsupportedMediaType.
    """
    body = await read_body(request, limit)
    if not body:
        raise EmptyBody("the request has no body")
    media_type = _media_type(request)
    if media_type in RAW_TYPES or media_type.startswith("image/"):
        return body
    pictures = await _structured(request, media_type, body, {"image"})
    if len(pictures) > 1:
        raise InvalidRequest(
            f"{len(pictures)} pictures came; /predict takes one, see /predict/batch"
        )
    return pictures[0].data()


async def many_pictures(request: Request, limit: int, most: int) -> list[EncodedPicture]:
    """The encoded pictures of a `/predict/batch` request, at most `most`; errors as above."""
    body = await read_body(request, limit)
    if not body:
        raise EmptyBody("the request has no body")
    pictures = await _structured(request, _media_type(request), body, {"image", "images"})
    if len(pictures) > most:
        raise InvalidRequest(f"{len(pictures)} pictures came; a batch takes at most {most}")
    return pictures


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _structured(
    request: Request, media_type: str, body: bytes, fields: set[str]
) -> list[EncodedPicture]:
    if media_type == "multipart/form-data":
        pictures = await _from_multipart(request, body, fields)
    elif media_type == "application/json":
        pictures = _from_json(body, fields)
    else:
        raise UnsupportedMediaType(f"the content type is '{media_type}'")
    if not pictures:
        raise InvalidRequest(f"no picture came in {_named(fields)}")
    return pictures


async def _from_multipart(request: Request, body: bytes, fields: set[str]) -> list[EncodedPicture]:
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
                f"the fields are {sorted(form.keys())}; the picture belongs in {_named(fields)}"
            )
        return [await _part(part) for part in parts]
    finally:
        await form.close()


async def _part(part: UploadFile | str) -> EncodedPicture:
    if isinstance(part, str):
        return EncodedPicture("", part)
    return EncodedPicture(part.filename or "", await part.read())


def _from_json(body: bytes, fields: set[str]) -> list[EncodedPicture]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest(f"the body is not JSON: {error}") from error
    if not isinstance(content, dict):
        raise InvalidRequest("the JSON body is not an object")
    values = next((content[name] for name in sorted(fields) if name in content), None)
    if values is None:
        raise InvalidRequest(f"the JSON object has no {_named(fields)}, only {sorted(content)[:8]}")
    several = values if isinstance(values, list) and "images" in fields else [values]
    return [EncodedPicture("", content) for content in several]


def _named(fields: set[str]) -> str:
    return " or ".join(f"'{name}'" for name in sorted(fields))
