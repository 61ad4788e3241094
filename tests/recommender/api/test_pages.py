"""What can be looked up; CORS; addresses and methods without a page."""

from collections import defaultdict

import pytest

from mien.settings import Settings
from recommender_api.app import create_app
from tests.recommender.api.conftest import REQUEST
from tests.recommender.api.test_bad_input import assert_problem
from tests.recommender.films import FILMS_A_GENRE, GENRES, MAPPING, film, films, products

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def titles(response):
    assert response.status_code == 200, response.text
    return [item["title"] for item in response.get_json()["movies"]]


def test_a_film_is_found_by_its_id_with_all_its_genres(client):
    stated = film("Horror", 2)
    item = client.get(f"/api/v1/movies/{stated.id}").get_json()
    assert (item["title"], item["genre_name"]) == ("Horror 2", "Horror, Western")


def test_a_product_is_found_by_its_id_with_all_its_tags(client):
    stated = products()[0]
    item = client.get(f"/api/v1/products/{stated.id}").get_json()
    assert (item["name"], item["tags"]) == (stated.name, list(stated.tags))


@pytest.mark.parametrize("path", ["movies/tt-nobody", "products/nothing", "movies/%00"])
def test_an_unknown_item_is_a_problem(client, path):
    assert_problem(client.get(f"/api/v1/{path}"), 404, "unknown-item")


def test_a_search_finds_every_word_in_any_order_and_case(client):
    assert titles(client.get("/api/v1/movies?q=7 HORROR")) == ["Horror 7"]
    assert titles(client.get("/api/v1/movies?q=horror nowhere")) == []


def test_without_words_the_best_films_come_page_by_page(client):
    count = len(films())
    whole = titles(client.get(f"/api/v1/movies?limit={min(100, count)}"))
    half = count // 2
    halves = [
        titles(client.get(f"/api/v1/movies?limit={half}&offset={start}")) for start in (0, half)
    ]
    assert (halves[0] + halves[1])[:100] == whole
    assert titles(client.get("/api/v1/movies?offset=100000")) == []


def test_films_of_a_genre_come_the_best_first_and_can_be_searched(client):
    listed = client.get("/api/v1/movies?genre=Horror&limit=100").get_json()["movies"]
    assert len(listed) == FILMS_A_GENRE
    assert all("Horror" in item["genre_name"].split(", ") for item in listed)
    paged = [titles(client.get(f"/api/v1/movies?genre=Horror&limit=5&offset={n}")) for n in (0, 5)]
    assert paged[0] + paged[1] == [item["title"] for item in listed[:10]]
    assert titles(client.get("/api/v1/movies?q=7&genre=Horror")) == ["Horror 7"]
    assert titles(client.get("/api/v1/movies?q=horror 7&genre=Comedy")) == []
    assert titles(client.get("/api/v1/movies?genre=Nothing")) == []


def test_categories_are_those_of_the_products_in_order(client):
    named = client.get("/api/v1/categories").get_json()["categories"]
    assert named == sorted({each.category for each in products()})


def test_products_are_listed_by_category(client):
    listed = client.get("/api/v1/products?category=games&limit=100").get_json()["products"]
    assert len(listed) == len([each for each in products() if each.category == "games"])
    assert client.get("/api/v1/products?category=none").get_json() == {"products": []}


def test_genres_are_those_of_the_catalog_in_order(client):
    names = client.get("/api/v1/genres").get_json()["genres"]
    assert names == sorted({*GENRES, "Romance", "Crime", "Western"})


def test_the_mapping_is_shown_as_it_is_used(client):
    assert client.get("/api/v1/mapping").get_json() == MAPPING.model_dump(mode="json")


def test_text_beyond_ascii_comes_as_it_is(own_app, fill):
    fill([film("Adventure", 1, title="Amélie 千と千尋 😀")])
    answer = own_app.test_client().post("/api/v1/recommend", json=REQUEST)
    assert "Amélie 千と千尋 😀" in answer.get_data(as_text=True)


def test_any_origin_may_call(client):
    answer = client.post("/api/v1/recommend", json=REQUEST, headers={"Origin": "https://a.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/api/v1/genres").headers


def test_a_browser_may_ask_before_it_posts_json(client):
    headers = {
        "Origin": "https://a.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = client.options("/api/v1/recommend", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "content-type" in answer.headers["Access-Control-Allow-Headers"].lower()


def test_a_browser_may_read_problems(client):
    headers = {"Origin": "https://a.example"}
    for answer in (
        client.post("/api/v1/recommend", headers=headers),
        client.get("/x", headers=headers),
    ):
        assert answer.status_code >= 400
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("origin", "allowed"), [("https://a.example", True), ("https://b.example", False)]
)
def test_an_operator_may_name_the_origins(tmp_path, origin, allowed):
    url = f"sqlite:///{tmp_path}/mien.db"
    app = create_app(Settings(database_url=url, cors_origins=("https://a.example",)))
    answer = app.test_client().get("/api/v1/mapping", headers={"Origin": origin})
    assert (answer.headers.get("Access-Control-Allow-Origin") == origin) == allowed
    assert answer.headers["Vary"] == "Origin"


def test_every_route_answers_every_method_with_its_page_or_a_problem(app, client):
    methods: dict[str, set[str]] = defaultdict(set)
    for rule in app.url_map.iter_rules():
        methods[rule.rule] |= rule.methods
    for rule, allowed in methods.items():
        path = rule.replace("<", "").replace(">", "")
        for method in METHODS:
            answer = client.open(path, method=method)
            assert answer.status_code < 500, (method, path)
            if method not in allowed:
                assert answer.status_code == 405
                assert set(answer.headers["Allow"].split(", ")) == allowed
            if answer.status_code >= 400 and method != "HEAD":
                assert_problem(answer, answer.status_code, answer.get_json()["code"])


NO_PAGES = ("/", "/api", "/api/v1/", "/api/v1/recommend/", "/api/v2/recommend", "/%00")


@pytest.mark.parametrize("path", [*NO_PAGES, "/api/v1/movies/a/b", "/api/v1/movies/..%2Fx"])
def test_an_address_without_a_page_is_a_problem(client, path):
    assert_problem(client.get(path), 404, "not-found")


def test_the_process_says_that_it_lives(client):
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_a_whole_genre_is_one_request(client):
    body = {**REQUEST, "num_of_movies": FILMS_A_GENRE}
    assert len(titles(client.post("/api/v1/recommend", json=body))) == FILMS_A_GENRE
