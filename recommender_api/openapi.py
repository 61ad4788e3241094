"""The OpenAPI 3.1 description of `/api/v1`, made from the types that the routes take and return."""

from functools import cache
from typing import Any, Literal

from flask import Blueprint
from pydantic import TypeAdapter
from typing_extensions import TypedDict

import mien
from mien.errors import PROBLEM_MEDIA_TYPE
from recommender_api.catalog.replies import MovieListReply, ProductListReply
from recommender_api.catalog.requests import MovieQuery, ProductQuery
from recommender_api.recommend.mapping import Mapping
from recommender_api.recommend.replies import (
    MovieReply,
    MoviesReply,
    ProductReply,
    ProductsReply,
)
from recommender_api.recommend.requests import RecommendRequest

routes = Blueprint("openapi", __name__)

Schema = dict[str, Any]
Adapter = tuple[str, Literal["validation", "serialization"], TypeAdapter[Any]]


class Problem(TypedDict):
    """An error (RFC 9457); `message` repeats `detail` for older clients."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    action: str
    message: str


class Genres(TypedDict):
    """The catalog's genres, in alphabetical order."""

    genres: list[str]


@routes.get("/openapi.json")
def openapi_json() -> Schema:
    """The description itself."""
    return openapi()


@cache
def openapi() -> Schema:
    """The whole document."""
    recommended = _either("MoviesReply", "ProductsReply")
    body = {"application/json": {"schema": _ref("RecommendRequest")}}
    recommend = _operation("Films or products for an emotion", recommended, 400, 404, 409, 413, 422)
    film = _operation("One film", _ref("MovieReply"), 404)
    product = _operation("One product", _ref("ProductReply"), 404)
    films = _operation("Search films", _ref("MovieListReply"), 422)
    products = _operation("List products", _ref("ProductListReply"), 422)
    gets = {
        "/movies": {**films, "parameters": _query(MovieQuery)},
        "/movies/{movie_id}": {**film, "parameters": [_path("movie_id")]},
        "/products": {**products, "parameters": _query(ProductQuery)},
        "/products/{product_id}": {**product, "parameters": [_path("product_id")]},
        "/genres": _operation("The catalog's genres", _ref("Genres")),
        "/mapping": _operation("Which genres and tags suit which emotion", _ref("Mapping")),
    }
    post = {**recommend, "requestBody": {"required": True, "content": body}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Mien recommender", "version": mien.__version__},
        "servers": [{"url": "/api/v1"}],
        "paths": {
            "/recommend": {"post": post},
            **{path: {"get": get} for path, get in gets.items()},
        },
        "components": {"schemas": _schemas()},
    }


def _operation(summary: str, reply: Schema, *problems: int) -> Schema:
    problem = {PROBLEM_MEDIA_TYPE: {"schema": _ref("Problem")}}
    return {
        "summary": summary,
        "responses": {
            "200": {"description": "OK", "content": {"application/json": {"schema": reply}}},
            **{str(n): {"description": "A problem", "content": problem} for n in (*problems, 503)},
        },
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _either(*names: str) -> Schema:
    return {"anyOf": [_ref(name) for name in names]}


def _path(name: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _query(model: type) -> list[Schema]:
    properties: Schema = TypeAdapter(model).json_schema()["properties"]
    return [{"name": name, "in": "query", "schema": field} for name, field in properties.items()]


def _schemas() -> Schema:
    replies = (MoviesReply, ProductsReply, MovieReply, ProductReply, MovieListReply)
    more = (ProductListReply, Genres, Mapping, Problem)
    adapters: list[Adapter] = [
        ("reply", "serialization", TypeAdapter(reply)) for reply in (*replies, *more)
    ]
    adapters.append(("request", "validation", TypeAdapter(RecommendRequest)))
    _, document = TypeAdapter.json_schemas(adapters, ref_template="#/components/schemas/{model}")
    definitions: Schema = document["$defs"]
    return definitions
