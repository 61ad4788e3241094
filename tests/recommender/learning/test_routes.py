"""Tastes over HTTP: recommendations with their reasons, weights, undoing, what was seen."""

import pytest
from sqlalchemy import update

from mien.perception.words.likes.opinion import Liking, Opinion
from mien.settings import Settings
from recommender_api.app import create_app
from recommender_api.catalog.loading import load
from recommender_api.learning.lessons import learn_from_line, learn_from_score
from recommender_api.learning.replies import NEWEST
from recommender_api.place import EXTENSION
from recommender_api.privacy.tables import Consent
from tests.recommender.films import films, products
from tests.recommender.learning.viewers import BEGUN, reading, session, viewer

LIKES_MYSTERY = Opinion("mysteries", "mystery", Liking.LIKE, 1.0, (0, 9))
UNKNOWN = f"vw_{0:028x}"


@pytest.fixture
def app(tmp_path):
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/mien.db"))
    load(app.extensions[EXTENSION].engine, "all", "1", [*films(), *products()])
    yield app
    app.extensions[EXTENSION].engine.dispose()


@pytest.fixture
def writing(app):
    return app.extensions[EXTENSION].engine.begin


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def mine(writing):
    with writing() as connection:
        return viewer(connection)


@pytest.fixture
def watched(writing, mine):
    with writing() as connection:
        return session(connection, mine, "Comedy", "War")


@pytest.fixture
def taught(writing, watched):
    """A session that taught two tags by its line and score, and one by name."""
    with writing() as connection:
        learn_from_line(connection, watched, 2, 0.8, [LIKES_MYSTERY])
        learn_from_score(connection, watched, 50.0)
    return watched


def post(client, path, **body):
    response = client.post(f"/api/v1{path}", json=body)
    assert response.status_code == 200, response.get_json()
    return response.get_json()


def problem(response, status, code):
    assert (response.status_code, response.get_json()["code"]) == (status, code)


def test_a_new_viewer_gets_what_recommend_answers(client, mine):
    vanilla = post(
        client, "/recommend", emotion="sad", num_of_movies=8, recommendation_type="improve"
    )["movies"]
    body = post(client, f"/viewers/{mine}/recommend", emotion="sad", count=8, explore=1.0)
    assert [{k: v for k, v in each.items() if k != "why"} for each in body["movies"]] == vanilla
    assert (body["learned"], body["explore"]) == (False, 0.0)
    assert {each["why"]["placed_by"] for each in body["movies"]} == {"emotion"}


def test_without_a_body_the_sessions_expressions_are_followed(client, writing, watched):
    with writing() as connection:
        reading(connection, watched.id, 1, happy=0.5, sad=0.5)
        reading(connection, watched.id, 2, happy=1.0)
        reading(connection, watched.id, 3, uncertain=True, fear=1.0)
    for path in (
        f"/sessions/{watched.id}/recommendations",
        f"/viewers/{watched.viewer_id}/recommend",
    ):
        response = client.post(f"/api/v1{path}")
        body = response.get_json()
        assert body["emotions"] == {"happy": 0.75, "sad": 0.25}
        assert len(body["movies"]) == 5


def test_readings_whose_consent_was_withdrawn_are_followed_no_more(client, writing, watched):
    with writing() as connection:
        reading(connection, watched.id, 1, happy=1.0)
        connection.execute(update(Consent).values(withdrawn=BEGUN))
    body = post(client, f"/sessions/{watched.id}/recommendations")
    assert body["emotions"] == {"neutral": 1.0}


def test_a_product_session_is_followed_by_products_and_a_video_by_films(client, writing, mine):
    with writing() as connection:
        shop = session(connection, mine, "calming", catalog="products", category="home")
        advert = session(connection, mine, "funny", catalog="videos", category="adverts")
    assert "products" in post(client, f"/sessions/{shop.id}/recommendations")
    assert "movies" in post(client, f"/sessions/{shop.id}/recommendations", catalog="movies")
    assert "movies" in post(client, f"/sessions/{advert.id}/recommendations")


def test_each_item_says_why_it_is_there(client, taught):
    body = post(
        client,
        f"/viewers/{taught.viewer_id}/recommend",
        emotion="sad",
        count=20,
        explore=0.2,
        seed=3,
    )
    assert (body["learned"], body["explore"], body["seed"]) == (True, 0.2, 3)
    placed = {each["why"]["placed_by"] for each in body["movies"]}
    assert placed == {"emotion", "taste", "explored"}
    for each in body["movies"]:
        why = each["why"]
        if why["placed_by"] == "explored":
            assert why["score"] is None
            continue
        adds = sum(tag["adds"] for tag in why["tags"])
        assert why["score"] == pytest.approx(why["rating"] + why["emotion"] + adds)
        assert why["placed_by"] == "emotion" or adds > 0


def test_the_seed_that_is_answered_repeats_the_answer(client, taught):
    path = f"/viewers/{taught.viewer_id}/recommend"
    first = post(client, path, explore=0.5)
    again = post(client, path, explore=0.5, seed=first["seed"])
    assert [film["movie_id"] for film in again["movies"]] == [
        film["movie_id"] for film in first["movies"]
    ]


def test_weights_come_with_changes_that_add_up_to_them(client, taught):
    body = client.get(f"/api/v1/viewers/{taught.viewer_id}/weights").get_json()
    found = {each["tag"]: each for each in body["weights"]}
    assert {"comedy", "war", "mystery"} <= set(found)
    for each in body["weights"]:
        counted = sum(change["counts"] for change in each["changes"])
        total = counted + each["earlier"]["counts"] + each["cut"]
        assert each["weight"] == pytest.approx(total)
    newest, oldest = found["comedy"]["changes"]
    assert (newest["reason"], newest["chat_line"]) == ("score", None)
    assert (oldest["reason"], oldest["chat_line"]) == ("sentiment", 2)
    assert body["bound"] == 100.0


def test_one_tag_comes_with_all_of_its_changes(client, writing, taught):
    with writing() as connection:
        for _ in range(NEWEST + 5):
            learn_from_line(connection, taught, 4, 0.1, [])
    path = f"/api/v1/viewers/{taught.viewer_id}/weights"
    comedy = next(e for e in client.get(path).get_json()["weights"] if e["tag"] == "comedy")
    assert (len(comedy["changes"]), comedy["earlier"]["changes"]) == (NEWEST, 7)
    (alone,) = client.get(path, query_string={"category": "film", "tag": "Comedy"}).get_json()[
        "weights"
    ]
    assert (len(alone["changes"]), alone["earlier"]["changes"]) == (NEWEST + 7, 0)
    assert alone["weight"] == pytest.approx(comedy["weight"])


def test_undo_and_redo_over_http(client, taught):
    path = f"/api/v1/viewers/{taught.viewer_id}/weights"
    listed = client.get(path).get_json()["weights"]
    (change,) = next(each["changes"] for each in listed if each["tag"] == "mystery")
    undo = f"{path}/changes/{change['change_id']}/undo"
    once, twice = client.post(undo).get_json(), client.post(undo).get_json()
    assert once["undone"] == twice["undone"] is not None
    assert once["counts"] == 0.0
    body = client.get(path, query_string={"tag": "mystery"}).get_json()
    assert body["weights"][0]["weight"] == 0.0
    assert client.delete(undo).get_json()["undone"] is None
    body = client.get(path, query_string={"tag": "mystery"}).get_json()
    assert body["weights"][0]["weight"] == pytest.approx(5.0, rel=1e-4)


def test_seen_items_are_noted_once_and_may_be_forgotten(client, mine):
    path = f"/viewers/{mine}/seen"
    best = post(client, f"/viewers/{mine}/recommend", emotion="sad")["movies"][0]["movie_id"]
    noted = post(client, path, catalog="movies", items=[best, best, "no-such-film"])
    assert noted == {"noted": 1, "unknown": ["no-such-film"]}
    assert post(client, path, catalog="movies", items=[best])["noted"] == 0
    after = post(client, f"/viewers/{mine}/recommend", emotion="sad")["movies"]
    assert best not in [each["movie_id"] for each in after]
    assert client.delete(f"/api/v1{path}/movies/{best}").status_code == 200
    problem(client.delete(f"/api/v1{path}/movies/{best}"), 404, "not-noted")
    again = post(client, f"/viewers/{mine}/recommend", emotion="sad")["movies"]
    assert again[0]["movie_id"] == best


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"count": 0}, "invalid-field"),
        ({"count": 101}, "invalid-field"),
        ({"explore": 1.5}, "invalid-field"),
        ({"seed": -1}, "invalid-field"),
        ({"mode": "worse"}, "invalid-field"),
        ({"catalog": "videos"}, "invalid-field"),
        ({"cuont": 5}, "invalid-field"),
        ({"emotion": "bored"}, "unknown-emotion"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(client, mine, body, code):
    response = client.post(f"/api/v1/viewers/{mine}/recommend", json=body)
    problem(response, 422, code)
    assert next(iter(body)) in response.get_json()["detail"] or code == "unknown-emotion"


def test_unknown_viewers_sessions_and_changes_are_not_found(client, mine):
    problem(client.post(f"/api/v1/viewers/{UNKNOWN}/recommend"), 404, "unknown-viewer")
    problem(client.get(f"/api/v1/viewers/{UNKNOWN}/weights"), 404, "unknown-viewer")
    problem(client.post("/api/v1/sessions/none/recommendations"), 404, "unknown-session")
    undo = f"/api/v1/viewers/{mine}/weights/changes/12345/undo"
    problem(client.post(undo), 404, "unknown-change")
    seen = {"catalog": "movies", "items": ["tt0000001"]}
    problem(client.post(f"/api/v1/viewers/{UNKNOWN}/seen", json=seen), 404, "unknown-viewer")


def test_another_viewers_token_reaches_nothing_of_this_viewer(client, taught):
    token = client.post("/api/v1/viewers").get_json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    viewers = f"/api/v1/viewers/{taught.viewer_id}"
    problem(client.get(f"{viewers}/weights", headers=headers), 404, "unknown-viewer")
    problem(client.post(f"{viewers}/recommend", headers=headers), 404, "unknown-viewer")
    path = f"/api/v1/sessions/{taught.id}/recommendations"
    problem(client.post(path, headers=headers), 404, "unknown-session")
