import json

import pytest

from recommender_api.catalog.errors import CatalogDamaged
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.records import ProductRecord, Row, Skipped
from tests.unit.catalog.texts import table

MUG = ProductRecord(
    id="shop-m-1",
    name="Mug",
    category="kitchen",
    tags=("warm", "gift"),
    price=1299.5,
    image_url="https://x.org/m.png",
    score=9.0,
    votes=12,
)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_under_other_names_is_read(catalog, delimiter):
    name, rows = catalog(
        any__csv=table(
            [
                "SKU",
                "Product Name",
                "productCategory",
                "Tags",
                "Unit-Price",
                "img",
                "Stars",
                "Votes",
            ],
            [
                "m 1",
                "Mug",
                "kitchen",
                '"Warm, gift"',
                '"$1,299.50"',
                MUG.image_url,
                "4.5",
                "12",
            ],
            delimiter=delimiter,
        )
    )
    assert name == "products"
    assert rows == [MUG]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("any__json", "[{0}, {0}]"),
        ("any__json", '{{"total": 2, "products": [\n{0},\n{0}]}}'),
        ("any__jsonl", "{0}\n{0}\n"),
    ],
)
def test_json_in_any_shape_is_read(catalog, name, text):
    product = {
        "id": "m/1",
        "title": "Mug",
        "category": "kitchen",
        "tags": ["Warm", "gift"],
        "price": 1299.5,
        "images": ["m.png", MUG.image_url],
        "thumbnail": MUG.image_url,
        "rating": {"rate": 4.5, "count": 12},
    }
    format_name, rows = catalog(**{name: text.format(json.dumps(product))})
    assert format_name == "products"
    assert rows == [MUG, Skipped(2, "duplicate id")]


@pytest.mark.parametrize("start", ["", "---\n# ours\nproducts:\n"])
def test_yaml_is_read_and_its_words_stay_words(catalog, start):
    name, rows = catalog(
        any__yaml=start
        + "- id: 007\n  name: No\n  category: books\n  style: essay\n  price: 12.50\n"
        + "  description: one\n    - two\n"
        + "- id: 8\n  name: [broken\n"
        + "- only text\n"
        + "- name: Later\n  price: ~\n"
    )
    assert name == "products"
    assert rows == [
        ProductRecord(
            id="shop-007",
            name="No",
            category="books",
            tags=("essay",),
            price=12.5,
            description="one - two",
        ),
        Skipped(2, "not YAML"),
        Skipped(3, "not an object"),
        ProductRecord(id="shop-Later", name="Later", category="uncategorised"),
    ]


@pytest.mark.parametrize(
    "item", ["- [", "- {a: *b}", "- " + "[" * 40_000 + "]" * 40_000, "- " * 40_000 + "a"]
)
def test_hostile_yaml_items_are_skipped(catalog, item):
    _, rows = catalog(any__yaml=f"- name: A\n  price: 1\n{item}\n- name: B\n  price: 2\n")
    assert [row.name for row in rows if isinstance(row, ProductRecord)] == ["A", "B"]
    assert rows[1].row == 2


@pytest.mark.parametrize("end", ["", ', {"na', ", oops]"])
def test_a_truncated_array_yields_its_rows_before_the_error(tmp_path, end):
    path = tmp_path / "shop.json"
    path.write_text('[{"name": "A", "price": 3}, {"name": "B", "price": 3}' + end)
    source = Source(path)
    rows: list[Row] = []
    with pytest.raises(CatalogDamaged, match=r"shop\.json: .* JSON.*, after row 2"):
        rows.extend(detect(source).read(source))
    assert [getattr(row, "name", None) for row in rows] == ["A", "B"]
