"""Products in CSV, JSON, JSON Lines or YAML, under whatever names their columns have.

    rows or objects --> normalized keys --> record, its rating scaled to 0...10
                            |
                            +-- the first 1,000 ratings tell the scale: stars, tenths or percent

An id is made of the catalog's file name and the product's own id, or its name where it has none;
so a file that is loaded again under its old name changes nothing.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice

from recommender_api.catalog.archives import Member
from recommender_api.catalog.errors import CatalogDamaged
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats import cells
from recommender_api.catalog.formats import product_fields as product
from recommender_api.catalog.formats.documents import (
    Fields,
    first_json,
    first_yaml,
    json_objects,
    yaml_objects,
)
from recommender_api.catalog.formats.tables import columns, table
from recommender_api.catalog.records import ProductRecord

UNCATEGORISED = "uncategorised"

_DELIMITERS = ",;\t|"
_SAMPLE = 1000
_MAX_STEM = 48

Items = Iterator[Fields | str]


def claims(member: Member) -> bool:
    """Whether the columns, or the first object's keys, are those of products."""
    return _opener(member) is not None


def read(source: Source) -> Iterator[ProductRecord | str]:
    """Each product, or why it is skipped. Raises CatalogDamaged."""
    for member in source.members:
        opener = _opener(member)
        if opener is not None:
            yield from _products(opener(source, member), source.stem)


def _opener(member: Member) -> Callable[[Source, Member], Items] | None:
    for delimiter in _DELIMITERS:
        if product.is_product(columns(member, delimiter)):
            return partial(table, delimiter=delimiter)
    if product.is_product(first_json(member)):
        return json_objects
    return yaml_objects if product.is_product(first_yaml(member)) else None


def _products(items: Items, stem: str) -> Iterator[ProductRecord | str]:
    sample, damage = _sample(items)
    scale = _scale([rated for item in sample if (rated := _rating(item)) is not None])
    prefix = cells.slug(stem.lower())[:_MAX_STEM] or "products"
    for item in chain(sample, () if damage else items):
        yield item if isinstance(item, str) else _product(item, prefix, scale)
    if damage:
        raise damage


def _sample(items: Items) -> tuple[list[Fields | str], CatalogDamaged | None]:
    """The first items with normalized keys, and the damage where they end in it."""
    sample: list[Fields | str] = []
    try:
        for item in islice(items, _SAMPLE):
            sample.append(item)
    except CatalogDamaged as damage:
        return sample, damage
    return sample, None


def _rating(item: Fields | str) -> float | None:
    return None if isinstance(item, str) else product.rating(product.normalized(item))


def _scale(ratings: list[float]) -> float:
    highest = max(ratings, default=5.0)
    return 2.0 if highest <= 5 else 1.0 if highest <= 10 else 0.1


def _product(item: Fields, prefix: str, scale: float) -> ProductRecord | str:
    fields = product.normalized(item)
    name = cells.text(product.first(fields, product.NAME))
    if name is None:
        return "no name"
    own_id = cells.slug(cells.text(product.first(fields, product.ID)) or name)
    if not own_id:
        return "no id"
    category = cells.text(product.first(fields, product.CATEGORY)) or UNCATEGORISED
    rating = product.rating(fields)
    return ProductRecord(
        id=f"{prefix}-{own_id}",
        name=name,
        category=category[: cells.MAX_CATEGORY],
        tags=product.tags(fields),
        description=cells.text(product.first(fields, product.DESCRIPTION)),
        price=product.price(fields),
        image_url=product.image(fields),
        score=None if rating is None else cells.number(round(scale * rating, 2), 0, 10),
        votes=product.votes(fields),
    )
