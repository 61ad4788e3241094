"""Pieces of an OpenAPI description, for the modules that describe their own routes.

Each `recommender_api/<package>/openapi.py` has `paths()`, `REPLIES` and `REQUESTS`; see
`recommender_api.openapi`, which joins them.
"""

from typing import Any

from pydantic import TypeAdapter

from mien.errors import PROBLEM_MEDIA_TYPE

Schema = dict[str, Any]


def operation(summary: str, reply: Schema, *problems: int, status: int = 200) -> Schema:
    """A route's method that answers JSON, or one of these problems, or 503."""
    problem = {PROBLEM_MEDIA_TYPE: {"schema": ref("Problem")}}
    return {
        "summary": summary,
        "responses": {
            str(status): {"description": "OK", "content": {"application/json": {"schema": reply}}},
            **{str(n): {"description": "A problem", "content": problem} for n in (*problems, 503)},
        },
    }


def body(model: str, required: bool = True) -> Schema:
    """The JSON body of a request, to be merged into its operation."""
    content = {"application/json": {"schema": ref(model)}}
    return {"requestBody": {"required": required, "content": content}}


def ref(name: str) -> Schema:
    """A type among the components."""
    return {"$ref": f"#/components/schemas/{name}"}


def either(*names: str) -> Schema:
    """One of several types among the components."""
    return {"anyOf": [ref(name) for name in names]}


def in_path(name: str) -> Schema:
    """A parameter in the address."""
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def in_query(model: type) -> list[Schema]:
    """A model's fields as parameters behind the question mark."""
    described: Schema = TypeAdapter(model).json_schema()
    required = described.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, "schema": field}
        for name, field in described["properties"].items()
    ]
