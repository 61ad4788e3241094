"""The catalogs that ship, read as the loader reads them, and what is wrong with their structure."""

from collections.abc import Iterator
from pathlib import Path

from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.records import MovieRecord, ProductRecord, Row, Skipped

STARTER = Path(__file__).resolve().parents[1] / "starter"
MOVIES, PRODUCTS = "movies.jsonl", "products.jsonl"
MIN_PRODUCTS = 120
MIN_CATEGORIES = 5


def rows(path: Path) -> Iterator[Row]:
    """Every row of a catalog of any known format. Raises CatalogError."""
    source = Source(path)
    return detect(source).read(source)


def movies(path: Path) -> Iterator[MovieRecord]:
    """The rows that are films. Raises CatalogError."""
    return (row for row in rows(path) if isinstance(row, MovieRecord))


def product_problems() -> Iterator[str]:
    """Print how many products ship; what is too few, or has no tags."""
    products = [row for row in rows(STARTER / PRODUCTS) if isinstance(row, ProductRecord)]
    categories = {product.category for product in products}
    print(f"products: {len(products)} in {len(categories)} categories")
    if len(products) < MIN_PRODUCTS:
        yield f"{len(products)} products, not {MIN_PRODUCTS}"
    if len(categories) < MIN_CATEGORIES:
        yield f"{len(categories)} categories of products, not {MIN_CATEGORIES}"
    yield from (f"{product.id}: no tags" for product in products if not product.tags)


def skipped_rows() -> Iterator[str]:
    """Rows that the loader would skip, as those of an id that was there before."""
    for name in (MOVIES, PRODUCTS):
        skipped = (row for row in rows(STARTER / name) if isinstance(row, Skipped))
        yield from (f"{name}, row {row.row}: {row.reason}" for row in skipped)
