"""Pages of one request join to the whole list, and cursors serve nothing else."""

import pytest

from tests.recommender.api.conftest import REQUEST
from tests.recommender.films import FILMS_A_GENRE, film

WISHES = {
    "plain": {},
    "score": {"ranking": "score"},
    "filtered": {"year_from": 1960, "min_votes": 100},
    "several emotions": {"emotion": None, "emotions": {"happy": 0.5, "sad": 0.3, "fear": 0.2}},
    "diverse": {"diversity": 0.7},
    "all": {"emotion": None, "emotions": {"angry": 2, "fear": 1}, "diversity": 0.4},
    "products": {"catalog": "products", "emotion": "sad"},
    "diverse products": {"catalog": "products", "diversity": 0.6},
}


def pages(recommend, **fields):
    cursor = ""
    while cursor is not None:
        body = recommend(**fields, cursor=cursor).get_json()
        cursor = body["next_cursor"]
        yield body[fields.get("catalog", "movies")]


@pytest.mark.parametrize("count", [3, 4])
@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES)
def test_pages_join_to_the_whole_list_without_overlap(recommend, wish, count):
    joined = [item for page in pages(recommend, num_of_movies=count, **wish) for item in page]
    without_diversity = {**wish, "diversity": None}
    whole = recommend(num_of_movies=1000, **without_diversity).get_json()
    whole = whole[wish.get("catalog", "movies")]
    key = "product_id" if "catalog" in wish else "movie_id"
    assert len({item[key] for item in joined}) == len(joined)
    if "diversity" in wish:
        joined, whole = (sorted(items, key=lambda i: i[key]) for items in (joined, whole))
    assert joined == whole


def test_an_excluded_film_is_on_no_page(recommend):
    first = recommend().get_json()["movies"][0]["movie_id"]
    joined = [f for page in pages(recommend, num_of_movies=2, exclude=[first]) for f in page]
    assert len(joined) == FILMS_A_GENRE - 1
    assert first not in {film["movie_id"] for film in joined}


def test_the_last_page_has_no_next_one(recommend):
    body = recommend(num_of_movies=FILMS_A_GENRE + 1, cursor="").get_json()
    assert body["next_cursor"] is None


def test_explain_counts_on_and_may_be_switched_between_pages(recommend):
    cursor = recommend(cursor="").get_json()["next_cursor"]
    page = recommend(cursor=cursor, explain=True).get_json()["movies"]
    assert [film["explanation"]["place_without_diversity"] for film in page] == [5, 6, 7, 8, 9]


def assert_refused(response, status=422, code="invalid-cursor"):
    body = response.get_json()
    assert (response.status_code, body["code"]) == (status, code)
    assert body["message"]


def test_a_cursor_with_any_character_changed_is_refused(recommend):
    cursor = recommend(cursor="").get_json()["next_cursor"]
    for place, old in enumerate(cursor):
        new = "A" if old != "A" else "B"
        assert_refused(recommend(cursor=cursor[:place] + new + cursor[place + 1 :]))


CHANGES = {
    "shorter": lambda cursor: cursor[:-1],
    "longer": lambda cursor: cursor + "AAAA",
    "padded": lambda cursor: cursor + "=",
    "marked": lambda cursor: "!" + cursor,
    "spaced": lambda cursor: f" {cursor}",
    "twice": lambda cursor: cursor * 2,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_cursor_with_more_or_less_is_refused(recommend, change):
    cursor = recommend(cursor="").get_json()["next_cursor"]
    assert_refused(recommend(cursor=change(cursor)))


@pytest.mark.parametrize("cursor", ["x", "'; DROP TABLE movie; --", "é", "\0", "A" * 40, "=" * 40])
def test_a_made_up_cursor_is_refused(recommend, cursor):
    assert_refused(recommend(cursor=cursor))


@pytest.mark.parametrize(
    "other",
    [
        {"emotion": "sad"},
        {"num_of_movies": 6},
        {"recommendation_type": "keepup"},
        {"ranking": "score"},
        {"exclude": ["tt1"]},
        {"diversity": 0.1},
        {"catalog": "products"},
        {"min_votes": 1},
    ],
)
def test_a_cursor_of_another_request_is_refused(recommend, other):
    cursor = recommend(cursor="").get_json()["next_cursor"]
    assert_refused(recommend(**other, cursor=cursor))


def test_a_cursor_is_refused_once_the_catalog_changed(own_app, fill):
    client = own_app.test_client()
    fill([film("Adventure", place) for place in range(10)])
    first = client.post("/api/v1/recommend", json={**REQUEST, "cursor": ""}).get_json()
    following = {**REQUEST, "cursor": first["next_cursor"]}
    assert client.post("/api/v1/recommend", json=following).status_code == 200
    fill([film("Adventure", 11)])
    assert_refused(client.post("/api/v1/recommend", json=following), 409, "catalog-changed")
