import pytest

from recommender_api.catalog.records import Skipped
from tests.unit.catalog.texts import lines, table


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        ("$4.50", 4.5),
        ("1.299,00 €", 1299.0),
        ("12,99", 12.99),
        ("1 299,00 kr", 1299.0),
        ("10-20", 10.0),
        ("-5", None),
        ("free", None),
        ("", None),
        ("9" * 400, None),
    ],
)
def test_prices_lose_their_currency(catalog, price, expected):
    _, [product] = catalog(any__csv=table(["name", "price"], ["Mug", f'"{price}"']))
    assert product.price == expected


@pytest.mark.parametrize(
    ("ratings", "scores"),
    [
        (["4.5", "5", ""], [9.0, 10.0, None]),
        (["4.5", "8", "10"], [4.5, 8.0, 10.0]),
        (["45", "80", "101"], [4.5, 8.0, None]),
        (["4.1 out of 5 stars", "3", "-1"], [8.2, 6.0, None]),
    ],
)
def test_the_highest_rating_tells_the_scale(catalog, ratings, scores):
    rows = [[str(number), "kitchen", rating] for number, rating in enumerate(ratings)]
    _, products = catalog(any__csv=table(["name", "category", "rating"], *rows))
    assert [product.score for product in products] == scores


def test_products_without_a_name_or_usable_id_are_skipped(catalog):
    _, rows = catalog(any__csv=table(["name", "price"], ["", "3"], ["!!!", "3"], ["Mug", "3"]))
    assert rows[:2] == [Skipped(1, "no name"), Skipped(2, "no id")]
    assert rows[2].id == "shop-Mug"


def test_reviews_are_counted(catalog):
    item = {"name": "Mug", "price": 3, "reviews": [{"rating": 3}, {"rating": 4}]}
    assert catalog(any__jsonl=lines(item))[1][0].votes == 2
