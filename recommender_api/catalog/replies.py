"""Lists of films and products, as they are looked up."""

from typing_extensions import TypedDict

from recommender_api.recommend.replies import MovieReply, ProductReply


class MovieListReply(TypedDict):
    """Films; `genre_name` holds all their genres."""

    movies: list[MovieReply]


class CategoriesReply(TypedDict):
    """Product categories, in alphabetical order."""

    categories: list[str]


class ProductListReply(TypedDict):
    """Products, the best first; `tag_name` holds all their tags."""

    products: list[ProductReply]
