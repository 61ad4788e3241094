"""The OpenAPI 3.1 description of `/api/v1`, made from the types that the routes take and return."""

from functools import cache
from typing import Any, Literal

from flask import Blueprint
from pydantic import TypeAdapter
from typing_extensions import TypedDict

import mien
from recommender_api.access.openapi import CREDENTIALS, OPTIONAL, STATUSES
from recommender_api.catalog.replies import CategoriesReply, MovieListReply, ProductListReply
from recommender_api.catalog.requests import MovieQuery, ProductQuery
from recommender_api.describing import Schema, body, either, in_path, in_query, operation, ref
from recommender_api.learning import openapi as learning
from recommender_api.privacy import openapi as privacy
from recommender_api.recommend.mapping import Mapping
from recommender_api.recommend.replies import (
    MovieReply,
    MoviesReply,
    ProductReply,
    ProductsReply,
)
from recommender_api.recommend.requests import RecommendRequest
from recommender_api.sessions import openapi as sessions

routes = Blueprint("openapi", __name__)

Adapter = tuple[str, Literal["validation", "serialization"], TypeAdapter[Any]]


PARTS = (learning, privacy, sessions)
"""Packages that describe their routes themselves."""


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
    recommended = either("MoviesReply", "ProductsReply")
    problems = (400, 404, 409, 413, 422, *STATUSES)
    recommend = operation("Films or products for an emotion", recommended, *problems)
    film = operation("One film", ref("MovieReply"), 404, *STATUSES)
    product = operation("One product", ref("ProductReply"), 404, *STATUSES)
    films = operation("Search films", ref("MovieListReply"), 422, *STATUSES)
    products = operation("List products", ref("ProductListReply"), 422, *STATUSES)
    gets = {
        "/movies": {**films, "parameters": in_query(MovieQuery)},
        "/movies/{movie_id}": {**film, "parameters": [in_path("movie_id")]},
        "/products": {**products, "parameters": in_query(ProductQuery)},
        "/products/{product_id}": {**product, "parameters": [in_path("product_id")]},
        "/genres": operation("The catalog's genres", ref("Genres"), *STATUSES),
        "/categories": operation(
            "The catalog's product categories", ref("CategoriesReply"), *STATUSES
        ),
        "/mapping": operation(
            "Which genres and tags suit which emotion", ref("Mapping"), *STATUSES
        ),
    }
    post = {**recommend, **body("RecommendRequest")}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Mien recommender", "version": mien.__version__},
        "servers": [{"url": "/api/v1"}],
        "paths": {
            "/recommend": {"post": post},
            **{path: {"get": get} for path, get in gets.items()},
            **{path: item for part in PARTS for path, item in part.paths().items()},
        },
        "components": {"schemas": _schemas(), "securitySchemes": CREDENTIALS},
        "security": OPTIONAL,
    }


def _schemas() -> Schema:
    replies = (MoviesReply, ProductsReply, MovieReply, ProductReply, MovieListReply)
    more = (ProductListReply, CategoriesReply, Genres, Mapping, Problem)
    adapters: list[Adapter] = [
        ("reply", "serialization", TypeAdapter(reply)) for reply in (*replies, *more)
    ]
    adapters += [
        ("reply", "serialization", TypeAdapter(reply)) for part in PARTS for reply in part.REPLIES
    ]
    requests = (RecommendRequest, *(each for part in PARTS for each in part.REQUESTS))
    adapters += [("request", "validation", TypeAdapter(request)) for request in requests]
    _, document = TypeAdapter.json_schemas(adapters, ref_template="#/components/schemas/{model}")
    definitions: Schema = document["$defs"]
    return definitions
