"""Pieces of an OpenAPI description: operations, bodies of files, answers and errors.

Every operation answers what is given, or a problem.
"""

from typing import Any, Literal

from pydantic import TypeAdapter

from mien.errors import PROBLEM_MEDIA_TYPE, MienError
from recommender_api.describing import Schema

_BINARY: Schema = {"type": "string", "format": "binary"}
_BASE64: Schema = {"type": "string", "description": "base64 or data URL"}


def operation(summary: str, body: Schema | None, reply: Schema) -> Schema:
    """A route's method that answers JSON."""
    about = _answered(summary, {"application/json": {"schema": reply}})
    return about if body is None else {**about, "requestBody": body}


def _answered(summary: str, content: Schema, status: int = 200) -> Schema:
    answer: Schema = {"description": "OK"}
    return {
        "summary": summary,
        "responses": {
            str(status): {**answer, "content": content} if content else answer,
            "default": {"description": "An error", "content": _problem()},
        },
    }


def one_file(field: str, media_types: tuple[str, ...]) -> Schema:
    """A body that is a file, or brings one in a field of a form or of JSON."""
    raw = {media_type: {"schema": _BINARY} for media_type in media_types}
    return {"required": True, "content": {**raw, **_forms(field, _BINARY, _BASE64)}}


def many_pictures() -> Schema:
    """A form or JSON with pictures."""
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


def in_json(schema: Schema) -> Schema:
    """A JSON body."""
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def clip(summary: str, reply: Schema) -> Schema:
    """A route's method that takes a clip, raw or in a form, and answers JSON."""
    types = ("video/mp4", "video/webm", "application/octet-stream")
    raw = {media_type: {"schema": _BINARY} for media_type in types}
    form = {"type": "object", "properties": {"video": _BINARY}, "required": ["video"]}
    body = {"required": True, "content": {**raw, "multipart/form-data": {"schema": form}}}
    return operation(summary, body, reply)


def named(
    summary: str,
    *names: str,
    reply: Schema | None = None,
    media_type: str = "application/json",
    status: int = 200,
) -> Schema:
    """A route's method that takes no body, at a path with these names in it."""
    text = {"type": "string"}
    names_in_path = [{"name": n, "in": "path", "required": True, "schema": text} for n in names]
    content = {} if status == 204 else {media_type: {"schema": {} if reply is None else reply}}
    return {**_answered(summary, content, status), "parameters": names_in_path}


def plain_text(summary: str) -> Schema:
    """A route's method that answers text."""
    return _answered(summary, {"text/plain": {"schema": {"type": "string"}}})


def _problem() -> Schema:
    example = MienError("what was wrong").problem()
    properties = {
        key: {"type": "integer" if isinstance(value, int) else "string"}
        for key, value in example.items()
    }
    schema = {"type": "object", "properties": properties, "required": list(example)}
    return {PROBLEM_MEDIA_TYPE: {"schema": schema}}


def schemas_of(*replies: type) -> tuple[list[Schema], Schema]:
    """A schema of each type, and the components that they refer to."""
    adapters: list[tuple[type, Literal["serialization"], TypeAdapter[Any]]] = [
        (reply, "serialization", TypeAdapter(reply)) for reply in replies
    ]
    by_reply, definitions = TypeAdapter.json_schemas(
        adapters, ref_template="#/components/schemas/{model}"
    )
    return [by_reply[reply, "serialization"] for reply in replies], definitions["$defs"]
