"""Recommended films and products."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

Mode = Literal["improve", "keepup"]


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


class RecommendOptions(TypedDict, total=False):
    """What narrows and orders recommendations; docs/recommending.md says what each does."""

    ranking: Literal["weighted", "score"]
    year_from: int
    year_to: int
    min_votes: int
    exclude: list[str]
    diversity: float
    cursor: str
    explain: bool


class MoviesReply(TypedDict):
    """Films, the best first; `next_cursor` where a cursor was given, null on the last page."""

    movies: list[MovieReply]
    next_cursor: NotRequired[str | None]


class ProductsReply(TypedDict):
    """Products, the best first; `next_cursor` as with films."""

    products: list[ProductReply]
    next_cursor: NotRequired[str | None]
