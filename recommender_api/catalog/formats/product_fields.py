"""Which column or key of a product catalog means what, and how its values read.

{"Product Name": "Mug", "Price": "$4.50", "stars": 4} --> name, price 4.5, rating 4
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from recommender_api.catalog.formats import cells
from recommender_api.catalog.formats.documents import Fields

NAME = ("name", "title", "product_name", "product_title", "product")
CATEGORY = (
    "category", "category_name", "product_category", "categories", "department", "product_type",
)  # fmt: skip
TAGS = ("tags", "keywords", "labels", "style")
PRICE = ("price", "unit_price", "selling_price", "sale_price", "list_price", "cost")
IMAGE = ("image", "image_url", "img", "thumbnail", "picture", "images", "image_link")
RATING = ("rating", "score", "stars", "average_rating", "avg_rating", "rate")
VOTES = (
    "votes", "rating_count", "ratings_count", "review_count", "reviews_count", "num_reviews",
    "number_of_reviews", "reviews",
)  # fmt: skip
ID = ("id", "product_id", "sku", "asin", "uniq_id", "uuid")
DESCRIPTION = ("description", "product_description", "about", "about_product", "summary")

_DIVIDERS = re.compile(r"[|;,]")
_BETWEEN_WORDS = re.compile(r"[\s-]+|(?<=[a-z])(?=[A-Z])")
_NUMBER = re.compile(r"-?\d[\d.,]*")
_THOUSANDS = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
_DECIMAL_COMMA = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+),\d{1,2}")


def is_product(keys: Iterable[str]) -> bool:
    """Whether the columns or keys have a name, and a category or a price."""
    found = set(map(_normal, keys))
    return not found.isdisjoint(NAME) and not found.isdisjoint(CATEGORY + PRICE)


def normalized(item: Fields) -> Fields:
    """`Product Name`, `productName` and `product-name` become `product_name`."""
    return {_normal(key): value for key, value in item.items()}


@lru_cache(maxsize=1024)
def _normal(key: str) -> str:
    return _BETWEEN_WORDS.sub("_", key.strip()).lower()


def first(fields: Fields, aliases: Iterable[str]) -> object:
    """The value of the first alias that has one, else None; of a list, its first entry."""
    for alias in aliases:
        value = fields.get(alias)
        if isinstance(value, list):
            value = value[0] if value else None
        if value not in (None, "", "null", "~"):
            return value
    return None


def tags(fields: Fields) -> tuple[str, ...]:
    """Every tag: lists, or texts divided by commas, semicolons or bars."""
    found: list[str] = []
    for alias in TAGS:
        value = fields.get(alias)
        whole = cells.listed(value) if isinstance(value, list) else (cells.text(value) or "",)
        found += (part.strip() for text in whole for part in _DIVIDERS.split(text))
    return cells.labels(filter(None, found))


def price(fields: Fields) -> float | None:
    """The price without its currency: 1299.0 of `$1,299.00` and of `1.299,00 €`."""
    return cells.number(_plain_number(first(fields, PRICE)), 0, cells.MAX_PRICE)


def rating(fields: Fields) -> float | None:
    """The rating as it stands, 0...100: 4.3 of `4.3 out of 5` and of `{"rate": 4.3}`."""
    value = first(fields, RATING)
    if isinstance(value, dict):
        value = first(value, RATING)
    return cells.number(_plain_number(value), 0, 100)


def votes(fields: Fields) -> int:
    """How many rated it: a number, or the length of a list of reviews."""
    inner = fields.get("rating")
    counts = [fields.get(alias) for alias in VOTES]
    if isinstance(inner, dict):
        counts.append(inner.get("count"))
    for value in counts:
        count = cells.whole(len(value) if isinstance(value, list) else _plain_number(value), 0)
        if count is not None:
            return count
    return 0


def image(fields: Fields) -> str | None:
    """The first web address among the pictures; a bare file name is none."""
    addresses = (cells.address(first(fields, (alias,))) for alias in IMAGE)
    return next(filter(None, addresses), None)


def _plain_number(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _NUMBER.search(_THOUSANDS.sub("", value))
    if not found:
        return None
    digits = found[0].rstrip(".,")
    if _DECIMAL_COMMA.fullmatch(digits):
        return digits.replace(".", "").replace(",", ".")
    return digits.replace(",", "")
