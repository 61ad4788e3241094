"""`POST /api/v1/recommend`, the mapping and the genres."""

import hashlib
from functools import partial
from typing import Any

from flask import Blueprint
from sqlalchemy import select

from recommender_api.access.guard import allow
from recommender_api.access.scopes import Scope
from recommender_api.bodies import asked
from recommender_api.database import state
from recommender_api.place import place
from recommender_api.recommend.cursor import decode, encode
from recommender_api.recommend.recommending import Choice, recommend
from recommender_api.recommend.replies import ITEM_REPLIES, explanation
from recommender_api.recommend.requests import RecommendRequest
from recommender_api.tables import Genre

routes = Blueprint("recommend", __name__)
routes.before_request(partial(allow, Scope.RECOMMEND))


@routes.post("/recommend")
def recommend_items() -> dict[str, Any]:
    """Films or products for an emotion."""
    wished = asked(RecommendRequest)
    here = place()
    with here.engine.connect() as connection:
        if wished.cursor is None:
            wish = wished.wish(here.mapping, 0)
            choices = recommend(connection, here.mapping, wish)
            return {wished.catalog: _replies(wished, choices, 0)}
        version, key = state(connection)
        fingerprint = _fingerprint(wished)
        offset = decode(wished.cursor, version, fingerprint, key) if wished.cursor else 0
        choices = recommend(connection, here.mapping, wished.wish(here.mapping, offset))
    end = offset + len(choices)
    more = len(choices) == wished.num_of_movies
    following = encode(end, version, fingerprint, key) if more else None
    return {wished.catalog: _replies(wished, choices, offset), "next_cursor": following}


@routes.get("/mapping")
def mapping() -> dict[str, Any]:
    """Which genres and tags suit which emotion."""
    return place().mapping.model_dump()


@routes.get("/genres")
def genres() -> dict[str, list[str]]:
    """The catalog's genres."""
    with place().engine.connect() as connection:
        names = connection.execute(select(Genre.name).order_by(Genre.name)).scalars()
        return {"genres": list(names)}


def _replies(wished: RecommendRequest, choices: list[Choice], offset: int) -> list[dict[str, Any]]:
    reply = ITEM_REPLIES[wished.catalog]
    items = [dict(reply(choice.item, choice.group)) for choice in choices]
    if wished.catalog == "movies":
        lacking = (choice.item for choice in choices if not choice.item["poster_url"])
        place().posters.want(item["imdb_id"] for item in lacking if item["imdb_id"])
    if wished.explain:
        for number, (item, choice) in enumerate(zip(items, choices, strict=True)):
            item["explanation"] = explanation(choice, offset + number)
    return items


def _fingerprint(wished: RecommendRequest) -> bytes:
    fields = wished.model_dump_json(exclude={"cursor", "explain"})
    return hashlib.sha256(fields.encode()).digest()
