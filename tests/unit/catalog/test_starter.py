"""The catalogs that ship: complete, readable, and enough for every genre and tag of the mapping."""

import json
import re
from collections import Counter

import pytest

from recommender_api.catalog.check_starter.shipped import MOVIES, PRODUCTS, STARTER
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.formats.genres import IMDB_GENRES
from recommender_api.catalog.records import MovieRecord, ProductRecord
from recommender_api.recommend.mapping import Mapping

FEWEST_OF_A_GENRE = {"Reality-TV": 3, "Documentary": 20}
ELSE_FEWEST = 30


def read(name, record):
    source = Source(STARTER / name)
    rows = list(detect(source).read(source))
    assert [row for row in rows if not isinstance(row, record)] == []
    return rows


@pytest.fixture(scope="module")
def films():
    return read(MOVIES, MovieRecord)


@pytest.fixture(scope="module")
def products():
    return read(PRODUCTS, ProductRecord)


def reachable(catalog):
    modes = Mapping.load().model_dump()[catalog].values()
    return {name for mode in modes for names in mode.values() for name in names}


def test_at_least_four_hundred_films_ship_sorted_by_id(films):
    assert len(films) >= 400
    ids = [film.id for film in films]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("name", [MOVIES, PRODUCTS])
def test_a_line_is_one_compact_object_in_utf_8(name):
    for line in (STARTER / name).read_text("utf-8").splitlines():
        assert line == json.dumps(json.loads(line), ensure_ascii=False, separators=(",", ":"))


def test_a_film_has_every_fact(films):
    for film in films:
        assert film.title.strip() == film.title != ""
        assert film.genres
        assert all(map(str.strip, film.directors)), film
        assert film.directors, film
        assert not film.synthetic


def test_a_film_is_known_by_its_imdb_id(films):
    for film in films:
        assert film.imdb_id == film.id
        assert re.fullmatch(r"tt\d{7,8}", film.id)


def test_no_film_ships_twice(films):
    assert Counter((film.title, film.year) for film in films).most_common(1)[0][1] == 1


def test_a_films_numbers_are_possible(films):
    for film in films:
        assert 1895 <= film.year <= 2030
        assert 40 <= film.minutes <= 300
        assert 0 < film.score <= 10
        assert film.votes > 0


def test_a_film_names_its_main_cast_once(films):
    for film in films:
        fewest = 1 if "Documentary" in film.genres else 3
        assert fewest <= len(film.actors) <= 5, film
        assert len(set(film.actors)) == len(film.actors), film


def test_genres_are_imdbs_and_not_repeated(films):
    for film in films:
        assert set(film.genres) <= set(IMDB_GENRES), film
        assert len(set(film.genres)) == len(film.genres), film


@pytest.mark.parametrize("genre", sorted(reachable("movies")))
def test_every_genre_of_the_mapping_has_a_good_supply(films, genre):
    supply = sum(genre in film.genres for film in films)
    assert supply >= FEWEST_OF_A_GENRE.get(genre, ELSE_FEWEST)


def test_the_films_span_the_decades(films):
    decades = Counter(film.year // 10 for film in films)
    assert set(decades) >= set(range(192, 202))


def test_a_films_description_is_one_line_of_its_own(films):
    for film in films:
        assert 40 <= len(film.description) <= 160, film
        assert film.description == " ".join(film.description.split()), film
        assert film.description.endswith((".", "?")), film
    assert len({film.description for film in films}) == len(films)


def test_at_least_a_hundred_and_twenty_products_ship_in_several_categories(products):
    assert len(products) >= 120
    assert len({product.id for product in products}) == len(products)
    assert len({product.category for product in products}) >= 5


def test_a_product_has_a_name_tags_a_price_and_one_line_about_it(products):
    for product in products:
        assert product.name.strip() == product.name != ""
        assert product.tags
        assert product.price > 0
        assert product.description == " ".join(product.description.split())
        assert 0 <= product.score <= 10
        assert product.votes >= 0


@pytest.mark.parametrize("tag", sorted(reachable("products")))
def test_every_tag_of_the_mapping_has_products(products, tag):
    assert any(tag in product.tags for product in products)
