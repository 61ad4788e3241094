"""Mien's own format: JSON Lines with the field names of MovieRecord or ProductRecord.

What the starter catalogs are written in. A field that the records do not have, or a value of
another type, skips the row: a misspelt field must not lose a fact unnoticed.
"""

import re
from collections.abc import Iterator
from dataclasses import fields

from recommender_api.catalog.archives import Member
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats import cells
from recommender_api.catalog.formats.documents import Fields, first_json, json_objects
from recommender_api.catalog.formats.genres import genres
from recommender_api.catalog.records import MovieRecord, ProductRecord

_MOVIE_FIELDS = frozenset(field.name for field in fields(MovieRecord))
_PRODUCT_FIELDS = frozenset(field.name for field in fields(ProductRecord))
_ID = re.compile(r"tt\d+|[\w.]+-.+")

_TEXT = (str, type(None))
_LIST = (list,)
_NUMBER = (int, float, type(None))
_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("description", "imdb_id", "poster_url", "production_company"), _TEXT),
    **dict.fromkeys(("id", "title", "name", "category"), (str,)),
    **dict.fromkeys(("genres", "directors", "actors", "tags"), _LIST),
    **dict.fromkeys(("score", "price"), _NUMBER),
    **dict.fromkeys(("year", "minutes"), (int, type(None))),
    "image_url": _TEXT,
    "votes": (int,),
    "synthetic": (bool,),
}


def claims(member: Member) -> bool:
    """Whether the file's first object has a record's fields, and an id that names its catalog."""
    first = first_json(member)
    keys = set(first)
    is_movie = {"id", "title"} <= keys <= _MOVIE_FIELDS
    is_product = {"id", "name", "category"} <= keys <= _PRODUCT_FIELDS
    return (is_movie or is_product) and _ID.fullmatch(str(first["id"])) is not None


def read(source: Source) -> Iterator[MovieRecord | ProductRecord | str]:
    """Each film or product, or why it is skipped. Raises CatalogDamaged."""
    for member in filter(claims, source.members):
        for item in json_objects(source, member):
            yield item if isinstance(item, str) else _record(item)


def _record(item: Fields) -> MovieRecord | ProductRecord | str:
    known = _MOVIE_FIELDS if "title" in item else _PRODUCT_FIELDS
    if not item.keys() <= known:
        return f"unknown field {min(item.keys() - known)[: cells.MAX_LABEL]}"
    for name, value in item.items():
        if type(value) not in _TYPES[name]:
            return f"wrong type of {name}"
    record_id = cells.text(item.get("id"))
    if record_id is None:
        return "no id"
    return _movie(item, record_id) if "title" in item else _product(item, record_id)


def _movie(item: Fields, record_id: str) -> MovieRecord | str:
    title = cells.text(item["title"])
    if title is None:
        return "no title"
    return MovieRecord(
        id=record_id,
        title=title,
        year=cells.year(item.get("year")),
        genres=genres(cells.listed(item.get("genres"))),
        directors=cells.listed(item.get("directors")),
        actors=cells.listed(item.get("actors")),
        minutes=cells.whole(item.get("minutes"), 1),
        description=cells.text(item.get("description")),
        score=cells.number(item.get("score"), 0, 10),
        votes=cells.whole(item.get("votes"), 0) or 0,
        imdb_id=cells.text(item.get("imdb_id")),
        poster_url=cells.address(item.get("poster_url")),
        production_company=cells.text(item.get("production_company")),
        synthetic=item.get("synthetic") is True,
    )


def _product(item: Fields, record_id: str) -> ProductRecord | str:
    name, category = cells.text(item.get("name")), cells.text(item.get("category"))
    if name is None or category is None:
        return "no name or category"
    return ProductRecord(
        id=record_id,
        name=name,
        category=category[: cells.MAX_CATEGORY],
        tags=cells.labels(cells.listed(item.get("tags"))),
        description=cells.text(item.get("description")),
        price=cells.number(item.get("price"), 0, cells.MAX_PRICE),
        image_url=cells.address(item.get("image_url")),
        score=cells.number(item.get("score"), 0, 10),
        votes=cells.whole(item.get("votes"), 0) or 0,
        synthetic=item.get("synthetic") is True,
    )
