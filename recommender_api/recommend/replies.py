"""What the recommender answers; a film has EmoFace's twelve fields and no other."""

from collections.abc import Callable
from typing import NotRequired

from sqlalchemy import RowMapping
from typing_extensions import TypedDict

from recommender_api.recommend.recommending import Choice
from recommender_api.tables import SEPARATOR

IMDB_TITLE = "https://www.imdb.com/title/{}/"


class Explanation(TypedDict):
    """Which signal moved an item to where it is."""

    genre_or_tag: str
    share: float
    moved_by: str
    place_without_diversity: int
    weighted: float
    score: float | None
    votes: int


class MovieReply(TypedDict):
    """A film."""

    movie_id: str
    imdb_url: str | None
    title: str
    directors: str
    actors: str
    duration: int | None
    description: str | None
    score: float | None
    poster_url: str | None
    year: int | None
    production_company: str | None
    genre_name: str
    explanation: NotRequired[Explanation]


class ProductReply(TypedDict):
    """A product; a synthetic one is invented and cannot be bought."""

    product_id: str
    name: str
    category: str
    tags: list[str]
    description: str | None
    price: float | None
    image_url: str | None
    score: float | None
    synthetic: bool
    tag_name: str
    explanation: NotRequired[Explanation]


class MoviesReply(TypedDict):
    """Films, best first; `next_cursor` where the request had a cursor, null on the last page."""

    movies: list[MovieReply]
    next_cursor: NotRequired[str | None]


class ProductsReply(TypedDict):
    """Products, the best first; `next_cursor` as with films."""

    products: list[ProductReply]
    next_cursor: NotRequired[str | None]


def movie_reply(row: RowMapping, genre: str) -> MovieReply:
    """A row of `movie` under the genre that it was found by."""
    return {
        "movie_id": row["movie_id"],
        "imdb_url": IMDB_TITLE.format(row["imdb_id"]) if row["imdb_id"] else None,
        "title": row["title"],
        "directors": row["directors"],
        "actors": row["actors"],
        "duration": row["minutes"],
        "description": row["description"],
        "score": row["score"],
        "poster_url": row["poster_url"],
        "year": row["year"],
        "production_company": row["production_company"],
        "genre_name": genre,
    }


def product_reply(row: RowMapping, tag: str) -> ProductReply:
    """A row of `product` under the tag that it was found by."""
    return {
        "product_id": row["product_id"],
        "name": row["name"],
        "category": row["category"],
        "tags": row["tags"].split(SEPARATOR) if row["tags"] else [],
        "description": row["description"],
        "price": row["price"],
        "image_url": row["image_url"],
        "score": row["score"],
        "synthetic": row["synthetic"],
        "tag_name": tag,
    }


ITEM_REPLIES: dict[str, Callable[[RowMapping, str], MovieReply | ProductReply]] = {
    "movies": movie_reply,
    "products": product_reply,
}


def explanation(choice: Choice, place: int) -> Explanation:
    """Why an item stands at `place`, from 0."""
    if choice.place != place:
        moved_by = "diversity"
    else:
        moved_by = "ranking" if choice.share == 1 else "emotion shares"
    return {
        "genre_or_tag": choice.group,
        "share": round(choice.share, 4),
        "moved_by": moved_by,
        "place_without_diversity": choice.place,
        "weighted": round(choice.item["weighted"], 3),
        "score": choice.item["score"],
        "votes": choice.item["votes"],
    }
