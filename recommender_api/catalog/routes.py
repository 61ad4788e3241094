"""Films and products to look up and to search."""

from functools import partial
from typing import Any, TypeVar

from flask import Blueprint, request
from pydantic import ValidationError
from sqlalchemy import ColumnElement, Table, literal_column, select

from mien.validation import faults
from recommender_api.access.guard import allow
from recommender_api.access.scopes import Scope
from recommender_api.catalog.replies import CategoriesReply, MovieListReply, ProductListReply
from recommender_api.catalog.requests import MovieQuery, Page, ProductQuery
from recommender_api.catalog.search import search
from recommender_api.catalog.weighting import weighted
from recommender_api.errors import InvalidField, UnknownItem
from recommender_api.place import place
from recommender_api.recommend.replies import (
    MovieReply,
    ProductReply,
    movie_reply,
    product_reply,
)
from recommender_api.recommend.shelves import SHELVES, Filters
from recommender_api.tables import Prior, Product

Asked = TypeVar("Asked", bound=Page)

routes = Blueprint("catalog", __name__)
routes.before_request(partial(allow, Scope.RECOMMEND))


@routes.get("/movies")
def movies() -> MovieListReply:
    """Films of `genre` with every word of `q`; the best ones where it is empty."""
    asked = _asked(MovieQuery)
    shelf = SHELVES["movies"]
    with place().engine.connect() as connection:
        if asked.q.strip():
            numbers = search(connection, asked.q, asked.limit, asked.offset, asked.genre)
        elif asked.genre:
            most = asked.offset + asked.limit
            ranked = shelf.ranked(connection, asked.genre, "weighted", Filters(), most)
            numbers = ranked[asked.offset :]
        else:
            best = _best(shelf.items).limit(asked.limit).offset(asked.offset)
            numbers = list(connection.execute(best).scalars())
        rows = shelf.rows(connection, numbers)
    found = [rows[number] for number in numbers]
    return {"movies": [movie_reply(row, row["genres"]) for row in found]}


@routes.get("/movies/<movie_id>")
def movie(movie_id: str) -> MovieReply:
    """One film."""
    with place().engine.connect() as connection:
        row = SHELVES["movies"].one(connection, movie_id)
    if row is None:
        raise UnknownItem(f"there is no film '{movie_id[:128]}'")
    return movie_reply(row, row["genres"])


@routes.get("/products")
def products() -> ProductListReply:
    """Products of a category; of all of them where it is empty."""
    asked = _asked(ProductQuery)
    best = _best(SHELVES["products"].items)
    if asked.category:
        best = best.where(Product.category == asked.category)
    with place().engine.connect() as connection:
        page = best.limit(asked.limit).offset(asked.offset)
        numbers = list(connection.execute(page).scalars())
        rows = SHELVES["products"].rows(connection, numbers)
    return {"products": [product_reply(rows[number], rows[number]["tags"]) for number in numbers]}


@routes.get("/categories")
def categories() -> CategoriesReply:
    """The catalog's product categories."""
    named = select(Product.category).where(Product.category != "").distinct()
    with place().engine.connect() as connection:
        found = connection.execute(named.order_by(Product.category)).scalars()
        return {"categories": list(found)}


@routes.get("/products/<product_id>")
def product(product_id: str) -> ProductReply:
    """One product."""
    with place().engine.connect() as connection:
        row = SHELVES["products"].one(connection, product_id)
    if row is None:
        raise UnknownItem(f"there is no product '{product_id[:128]}'")
    return product_reply(row, row["tags"])


def _asked(query: type[Asked]) -> Asked:
    try:
        return query.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise InvalidField(faults(error)) from error


def _best(items: Table) -> Any:
    rating: ColumnElement[float] = literal_column(weighted(items.name))
    beside = items.join(Prior, Prior.catalog == items.name)
    return select(items.c.id).select_from(beside).order_by(rating.desc(), items.c.id)
