"""`POST /api/v1/recommend`, the mapping and the genres."""

import hashlib
from typing import Any

from flask import Blueprint, request
from pydantic import ValidationError
from sqlalchemy import select

from recommender_api.database import state
from recommender_api.errors import InvalidField, NotJson
from recommender_api.place import place
from recommender_api.recommend.cursor import decode, encode
from recommender_api.recommend.recommending import Choice, recommend
from recommender_api.recommend.replies import ITEM_REPLIES, explanation
from recommender_api.recommend.requests import RecommendRequest
from recommender_api.tables import Genre

routes = Blueprint("recommend", __name__)

_NO_OBJECT = {"json_invalid", "model_type"}
"""Pydantic's names for a body that is not JSON, and for one that is no object."""


@routes.post("/recommend")
def recommend_items() -> dict[str, Any]:
    """Films or products for an emotion."""
    asked = _asked()
    here = place()
    with here.engine.connect() as connection:
        if asked.cursor is None:
            wish = asked.wish(here.mapping, 0)
            choices = recommend(connection, here.mapping, wish)
            return {asked.catalog: _replies(asked, choices, 0)}
        version, key = state(connection)
        fingerprint = _fingerprint(asked)
        offset = decode(asked.cursor, version, fingerprint, key) if asked.cursor else 0
        choices = recommend(connection, here.mapping, asked.wish(here.mapping, offset))
    end = offset + len(choices)
    more = len(choices) == asked.num_of_movies
    following = encode(end, version, fingerprint, key) if more else None
    return {asked.catalog: _replies(asked, choices, offset), "next_cursor": following}


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


def _asked() -> RecommendRequest:
    try:
        return RecommendRequest.model_validate_json(request.get_data())
    except ValidationError as error:
        kinds = {fault["type"] for fault in error.errors(include_url=False)}
        if kinds & _NO_OBJECT:
            raise NotJson(faults(error)) from error
        raise InvalidField(faults(error)) from error


def faults(error: ValidationError) -> str:
    """What a validation found wrong, field by field."""
    found = (
        f"{'.'.join(map(str, fault['loc'])) or 'the body'}: {fault['msg']}"
        for fault in error.errors(include_url=False, include_input=False)
    )
    return "; ".join(found)[:2000]


def _replies(asked: RecommendRequest, choices: list[Choice], offset: int) -> list[dict[str, Any]]:
    reply = ITEM_REPLIES[asked.catalog]
    items = [dict(reply(choice.item, choice.group)) for choice in choices]
    if asked.catalog == "movies":
        lacking = (choice.item for choice in choices if not choice.item["poster_url"])
        place().posters.want(item["imdb_id"] for item in lacking if item["imdb_id"])
    if asked.explain:
        for number, (item, choice) in enumerate(zip(items, choices, strict=True)):
            item["explanation"] = explanation(choice, offset + number)
    return items


def _fingerprint(asked: RecommendRequest) -> bytes:
    fields = asked.model_dump_json(exclude={"cursor", "explain"})
    return hashlib.sha256(fields.encode()).digest()
