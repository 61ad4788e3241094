"""Whatever is sent, the answer is a problem that names it, and never a 5xx."""

import json

import pytest

from tests.recommender.api.conftest import REQUEST
from tests.recommender.films import film

PROBLEM_FIELDS = {"type", "title", "status", "detail", "code", "action", "message"}
RECOMMEND = "/api/v1/recommend"

INJECTIONS = {
    "sql": "'; DROP TABLE movie; --",
    "union": "x' UNION SELECT cursor_key FROM catalog_state --",
    "wildcards": "%_%",
    "fts operators": 'AND OR NOT NEAR("a" "b", 2) title:* ^x + -y {z} col : "',
    "tsquery": "a & b | !c <-> d:* ' \\",
    "nul": "a\0b",
    "quotes": "\"'`",
    "format": "{0} %s %(words)s :words $1 ?",
    "emoji": "😀" * 20,
    "underscores": "___",
    "only punctuation": '"*()',
    "right to left": "\u202eabc",
    "a long line": "a " * 120,
}

FIELDS = {
    "no emotion": ({"emotion": None}, "emotion"),
    "no count": ({"num_of_movies": None}, "num_of_movies"),
    "no mode": ({"recommendation_type": None}, "recommendation_type"),
    "count 0": ({"num_of_movies": 0}, "num_of_movies"),
    "count -1": ({"num_of_movies": -1}, "num_of_movies"),
    "count 10^9": ({"num_of_movies": 10**9}, "num_of_movies"),
    "count 10^300": ({"num_of_movies": 10**300}, "num_of_movies"),
    "count 3.5": ({"num_of_movies": 3.5}, "num_of_movies"),
    "count true": ({"num_of_movies": True}, "num_of_movies"),
    "count as text": ({"num_of_movies": "5"}, "num_of_movies"),
    "count list": ({"num_of_movies": [5]}, "num_of_movies"),
    "unknown mode": ({"recommendation_type": "cheer"}, "recommendation_type"),
    "mode in capitals": ({"recommendation_type": "Improve"}, "recommendation_type"),
    "emotion number": ({"emotion": 3}, "emotion"),
    "emotion list": ({"emotion": ["happy"]}, "emotion"),
    "emotion too long": ({"emotion": "x" * 65}, "emotion"),
    "both emotions": ({"emotions": {"sad": 1}}, "emotions"),
    "emotions list": ({"emotion": None, "emotions": ["sad"]}, "emotions"),
    "share text": ({"emotion": None, "emotions": {"sad": "1"}}, "emotions.sad"),
    "unknown catalog": ({"catalog": "books"}, "catalog"),
    "unknown ranking": ({"ranking": "votes"}, "ranking"),
    "year text": ({"year_from": "1990"}, "year_from"),
    "year -1": ({"year_to": -1}, "year_to"),
    "year 10^20": ({"year_to": 10**20}, "year_to"),
    "votes 10^20": ({"min_votes": 10**20}, "min_votes"),
    "votes null-like": ({"min_votes": "many"}, "min_votes"),
    "exclude text": ({"exclude": "tt1"}, "exclude"),
    "exclude numbers": ({"exclude": [1]}, "exclude"),
    "exclude too many": ({"exclude": ["tt1"] * 1001}, "exclude"),
    "exclude too long": ({"exclude": ["x" * 129]}, "exclude"),
    "diversity 1.5": ({"diversity": 1.5}, "diversity"),
    "diversity text": ({"diversity": "much"}, "diversity"),
    "cursor number": ({"cursor": 7}, "cursor"),
    "cursor too long": ({"cursor": "A" * 257}, "cursor"),
    "explain text": ({"explain": "yes"}, "explain"),
}

BODIES = {
    "nothing": b"",
    "text": b"happy, please",
    "half an object": b'{"emotion": "happy"',
    "list": b"[1]",
    "null": b"null",
    "number": b"5",
    "not utf-8": b'{"emotion": "\xff"}',
    "utf-16": json.dumps(REQUEST).encode("utf-16"),
    "deep": b"[" * 100_000,
    "deep objects": b'{"emotion":' * 20_000,
    "lone surrogate": b'{"emotion": "\\ud800", "num_of_movies": 1}',
    "lone surrogate as key": b'{"\\udfff": 1}',
    "two objects": b"{}{}",
    "form": b"emotion=happy&num_of_movies=1",
}

SHARES = {
    "none": {},
    "zero": {"happy": 0},
    "negative": {"happy": 1, "sad": -0.1},
    "nan": {"happy": float("nan")},
    "infinite": {"happy": float("inf")},
    "sum overflows": {"happy": 1e308, "sad": 1e308},
    "unknown": {"happy": 1, "hungry": 1},
}


def assert_problem(response, status, code, named=""):
    body = response.get_json()
    assert (response.status_code, body["status"], body["code"]) == (status, status, code)
    assert response.content_type == "application/problem+json"
    assert set(body) == PROBLEM_FIELDS
    assert body["message"] == body["detail"]
    assert named in body["message"]
    assert body["message"]
    assert body["action"]
    assert "Traceback" not in response.text


@pytest.mark.parametrize(("fields", "named"), FIELDS.values(), ids=FIELDS)
def test_a_wrong_field_is_named(recommend, fields, named):
    assert_problem(recommend(**fields), 422, "invalid-field", named)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_that_is_no_json_object_is_refused(client, body):
    assert_problem(client.post(RECOMMEND, data=body), 400, "not-json")


@pytest.mark.parametrize("shares", SHARES.values(), ids=SHARES)
def test_shares_that_add_up_to_nothing_are_refused(recommend, shares):
    assert_problem(recommend(emotion=None, emotions=shares), 422, "unknown-emotion")


@pytest.mark.parametrize("emotion", ["", "hungry", "happy!", "happysad", *INJECTIONS.values()])
def test_an_unknown_emotion_is_refused(recommend, emotion):
    response = recommend(emotion=emotion[:64])
    assert_problem(response, 422, "unknown-emotion", emotion[:64])


@pytest.mark.parametrize("media_type", ["text/plain", "image/png", "multipart/form-data", "", "{}"])
def test_the_content_type_decides_nothing(client, media_type):
    headers = {"Content-Type": media_type}
    sent = client.post(RECOMMEND, data=json.dumps(REQUEST), headers=headers)
    assert sent.get_json() == client.post(RECOMMEND, json=REQUEST).get_json()
    assert_problem(client.post(RECOMMEND, data=b"x", headers=headers), 400, "not-json")


@pytest.mark.parametrize("text", INJECTIONS.values(), ids=INJECTIONS)
def test_query_languages_in_text_are_only_text(client, recommend, text):
    usual = recommend(num_of_movies=3).get_json()
    for field in ("recommendation_type", "catalog", "ranking", "cursor"):
        assert 400 <= recommend(**{field: text}).status_code < 500, field
    assert recommend(num_of_movies=3, exclude=[text[:128]]).get_json() == usual
    found = {
        "/movies": client.get("/api/v1/movies", query_string={"q": text}),
        "/products": client.get("/api/v1/products", query_string={"category": text[:128]}),
        "/movies/": client.get(f"/api/v1/movies/{text}"),
        "/products/": client.get(f"/api/v1/products/{text}"),
    }
    assert all(answer.status_code < 500 for answer in found.values()), found
    assert recommend(num_of_movies=3).get_json() == usual


def test_bytes_that_are_not_utf_8_in_an_address_are_only_text(client):
    for path in ("movies/%FF", "products/%ED%A0%80"):
        assert_problem(client.get(f"/api/v1/{path}"), 404, "unknown-item")
    assert client.get("/api/v1/movies?q=%ED%A0%80").status_code == 200


@pytest.mark.parametrize("name", ["limit", "offset"])
@pytest.mark.parametrize("value", ["x", "", "-1", "1.5", "1e3", "9" * 30, "NaN", "\0"])
@pytest.mark.parametrize("items", ["movies", "products"])
def test_a_page_that_is_no_number_is_refused(client, items, name, value):
    response = client.get(f"/api/v1/{items}", query_string={name: value})
    assert_problem(response, 422, "invalid-field", name)


def test_a_body_over_one_mebibyte_is_refused(client):
    body = json.dumps(REQUEST).encode()
    assert client.post(RECOMMEND, data=body.ljust(2**20)).status_code == 200
    assert_problem(client.post(RECOMMEND, data=body.ljust(2**20 + 1)), 413, "body-too-large")


def test_an_empty_catalog_says_how_to_load_one(own_app):
    client = own_app.test_client()
    for catalog in ("movies", "products"):
        response = client.post(RECOMMEND, json={**REQUEST, "catalog": catalog})
        assert_problem(response, 409, "empty-catalog", catalog[:-1])
        assert "mien catalog load" in response.get_json()["action"]


def test_a_genre_without_titles_is_named(own_app, fill):
    fill([film("War", 1)])
    response = own_app.test_client().post(RECOMMEND, json=REQUEST)
    assert_problem(response, 404, "empty-genre", "Adventure")


def test_filters_that_leave_nothing_are_no_error(recommend):
    assert recommend(min_votes=2**31 - 1).get_json() == {"movies": []}


def test_unknown_fields_of_newer_clients_are_ignored(recommend):
    assert recommend(mood="bright").get_json() == recommend().get_json()


def test_a_database_that_fails_is_a_problem_without_its_query(app, client, monkeypatch):
    def fail(*arguments):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("recommender_api.recommend.routes.recommend", fail)
    response = client.post(RECOMMEND, json=REQUEST)
    assert_problem(response, 500, "internal-error")
    assert "secret" not in response.text
