"""The real catalogs beside the repository: every row is a record or is counted with its reason."""

from collections import Counter

import pytest

from recommender_api.catalog.errors import CatalogDamaged
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.formats.genres import IMDB_GENRES
from recommender_api.catalog.records import MovieRecord, ProductRecord, Row, Skipped
from training.data_root import data_root

pytestmark = pytest.mark.realdata

CATALOGS = {
    "movies/imdb_extensive_schema_sample_1002.csv.xz": (
        "imdb-extensive", 1002, {"duplicate id": 1},
    ),
    "movies/imdb_official_tsv_sample_248.tar.xz": ("imdb-tsv", 249, {}),
    "movies/ml-latest-small-2018.tar.xz": ("movielens", 9742, {}),
    "movies/tmdb_5000_movies.csv.xz": ("tmdb-5000", 4803, {}),
    "movies/wikipedia_movies_36273.jsonl.xz": (
        "wikipedia", 36273, {"duplicate title and year": 30},
    ),
    "products/retail-demo-store-products.tar.xz": ("products", 2465, {}),
    "products/dummyjson-products.tar.xz": ("products", 194, {}),
}  # fmt: skip


@pytest.fixture(scope="module")
def read():
    def rows(name):
        try:
            path = data_root() / name
        except FileNotFoundError as missing:
            pytest.skip(str(missing))
        if not path.exists():
            pytest.skip(f"no {path}")
        if name not in cache:
            source = Source(path)
            form = detect(source)
            cache[name] = form.name, list(form.read(source))
        return cache[name]

    cache = {}
    return rows


@pytest.mark.parametrize("name", CATALOGS)
def test_rows_in_are_records_and_skipped_rows(read, name):
    format_name, row_count, reasons = CATALOGS[name]
    found, rows = read(name)
    records = [row for row in rows if not isinstance(row, Skipped)]
    skipped = [row for row in rows if isinstance(row, Skipped)]
    assert found == format_name
    assert len(rows) == row_count == len(records) + len(skipped)
    assert Counter(row.reason for row in skipped) == reasons
    assert len({record.id for record in records}) == len(records)


@pytest.mark.parametrize("name", [name for name in CATALOGS if name.startswith("movies/")])
def test_films_hold_what_their_catalog_knows(read, name):
    films = [row for row in read(name)[1] if isinstance(row, MovieRecord)]
    assert all(film.title == film.title.strip() != "" for film in films)
    assert all(1890 <= film.year <= 2026 for film in films if film.year)
    assert all(0 <= film.score <= 10 and film.votes for film in films if film.score is not None)
    assert not any(film.synthetic for film in films)
    with_genres = sum(bool(set(film.genres) & set(IMDB_GENRES)) for film in films)
    assert with_genres >= 0.97 * len(films)


@pytest.mark.parametrize("name", [name for name in CATALOGS if name.startswith("products/")])
def test_products_hold_what_their_catalog_knows(read, name):
    products = [row for row in read(name)[1] if isinstance(row, ProductRecord)]
    assert all(product.name and product.category and product.tags for product in products)
    assert all(product.price and product.description for product in products)


def test_known_films_are_read_right(read):
    def film(name, title_id):
        return next(row for row in read(name)[1] if getattr(row, "id", None) == title_id)

    toy_story = film("movies/ml-latest-small-2018.tar.xz", "tt0114709")
    assert (toy_story.title, toy_story.year, toy_story.votes) == ("Toy Story", 1995, 215)
    postman = film("movies/ml-latest-small-2018.tar.xz", "tt0110877")
    assert postman.title == "The Postman (Il Postino)"
    avatar = film("movies/tmdb_5000_movies.csv.xz", "tmdb-19995")
    assert (avatar.minutes, avatar.genres[-1], avatar.score) == (162, "Sci-Fi", 7.2)
    jerry = film("movies/imdb_extensive_schema_sample_1002.csv.xz", "tt0000009")
    assert (jerry.directors, jerry.minutes, jerry.score) == (("Alexander Black",), 45, 5.9)
    arizona = film("movies/wikipedia_movies_36273.jsonl.xz", "wikipedia-in-old-arizona-1928")
    assert "Warner Baxter" in arizona.actors


def test_a_truncated_catalog_yields_its_rows_before_the_error(read, tmp_path):
    name = "movies/imdb_extensive_schema_sample_1002.csv.xz"
    _, whole = read(name)
    data = (data_root() / name).read_bytes()
    (tmp_path / "cut.csv.xz").write_bytes(data[: len(data) // 2])
    source = Source(tmp_path / "cut.csv.xz")
    rows: list[Row] = []
    with pytest.raises(CatalogDamaged, match=r"cut\.csv\.xz: the compressed data ends too early"):
        rows.extend(detect(source).read(source))
    assert 200 < len(rows) < len(whole)
    assert rows == whole[: len(rows)]
