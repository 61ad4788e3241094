from itertools import pairwise

import pytest

from tests.recommender.films import FILMS_A_GENRE, film, films

FIELDS = {
    "movie_id": str,
    "imdb_url": str,
    "title": str,
    "directors": str,
    "actors": str,
    "duration": int,
    "description": str,
    "score": float,
    "poster_url": str,
    "year": int,
    "production_company": str,
    "genre_name": str,
}

GENRES = {
    "Angry": ("Comedy", "War"),
    "Disguist": ("Comedy", "Reality-TV"),
    "Disgust": ("Comedy", "Reality-TV"),
    "Fear": ("Family", "Horror"),
    "Happy": ("Adventure", "Adventure"),
    "Sad": ("Comedy", "Drama"),
    "Surprise": ("Fantasy", "Mystery"),
    "Fantasy": ("Fantasy", "Mystery"),
    "Neutral": ("Action", "Documentary"),
}


def movies(response):
    assert response.status_code == 200, response.text
    return response.get_json()["movies"]


def ids(response):
    return [item["movie_id"] for item in movies(response)]


def test_the_old_request_gets_the_old_shape_and_nothing_else(recommend):
    body = recommend().get_json()
    assert list(body) == ["movies"]
    assert len(body["movies"]) == 5
    for item in body["movies"]:
        assert list(item) == list(FIELDS)
        assert {name: type(value) for name, value in item.items()} == FIELDS


def test_a_film_is_answered_as_its_catalog_states_it(recommend):
    item = movies(recommend(num_of_movies=1))[0]
    stated = next(each for each in films() if each.id == item["movie_id"])
    assert item == {
        "movie_id": stated.id,
        "imdb_url": f"https://www.imdb.com/title/{stated.id}/",
        "title": stated.title,
        "directors": ", ".join(stated.directors),
        "actors": ", ".join(stated.actors),
        "duration": stated.minutes,
        "description": stated.description,
        "score": stated.score,
        "poster_url": stated.poster_url,
        "year": stated.year,
        "production_company": "Studio",
        "genre_name": "Adventure",
    }


def test_what_a_catalog_does_not_state_is_null_or_empty(own_app, fill):
    unknown = ("year", "minutes", "description", "score", "imdb_id", "poster_url")
    gaps = dict.fromkeys((*unknown, "production_company"))
    fill([film("Adventure", 0, **gaps, directors=(), actors=(), votes=0)])
    body = {"emotion": "happy", "num_of_movies": 1, "recommendation_type": "improve"}
    item = movies(own_app.test_client().post("/api/v1/recommend", json=body))[0]
    empty = {name for name, value in item.items() if value is None}
    assert empty == set(FIELDS) - {"movie_id", "title", "directors", "actors", "genre_name"}
    assert item["directors"] == item["actors"] == ""


@pytest.mark.parametrize("mode", ["improve", "keepup"])
@pytest.mark.parametrize("spell", [str, str.lower, str.upper, " {} ".format])
@pytest.mark.parametrize("emotion", GENRES)
def test_every_spelling_of_an_emotion_leads_to_its_genre(recommend, emotion, spell, mode):
    found = movies(recommend(emotion=spell(emotion), recommendation_type=mode))
    assert {item["genre_name"] for item in found} == {GENRES[emotion][mode == "keepup"]}


def test_many_votes_lead_by_default_and_the_score_on_request(recommend):
    weighted = movies(recommend(num_of_movies=FILMS_A_GENRE, ranking="weighted"))
    score = movies(recommend(num_of_movies=FILMS_A_GENRE, ranking="score"))
    assert weighted == movies(recommend(num_of_movies=FILMS_A_GENRE))
    assert all(one["score"] >= other["score"] for one, other in pairwise(score))
    assert score[0]["title"] == "Adventure 0"  # 9.0 from ten votes
    assert weighted[0]["title"] != "Adventure 0"
    assert {item["movie_id"] for item in score} == {item["movie_id"] for item in weighted}


def test_more_films_than_the_genre_has_are_all_that_it_has(recommend):
    assert len(movies(recommend(num_of_movies=1000))) == FILMS_A_GENRE


def test_years_bound_what_comes_and_both_ends_count(recommend):
    years = [item["year"] for item in movies(recommend(year_from=1964, year_to=1978))]
    assert sorted(years) == [1964, 1971, 1978]
    assert ids(recommend(year_from=1990, year_to=1980)) == []
    assert ids(recommend(year_to=0)) == []


def test_films_with_fewer_votes_are_left_out(recommend):
    found = movies(recommend(num_of_movies=100, min_votes=10 * 3**7))
    assert {item["title"] for item in found} == {f"Adventure {place}" for place in range(7, 12)}


def test_excluded_films_make_room_for_the_next(recommend):
    usual = ids(recommend(num_of_movies=8))
    left = ids(recommend(num_of_movies=5, exclude=[usual[0], usual[2], "tt-nobody-has", "a\0b"]))
    assert left == [usual[1], *usual[3:7]]


def test_shares_of_emotions_are_shares_of_genres(recommend):
    found = movies(recommend(emotion=None, emotions={"Happy": 60, "sad": 30, "ANGRY": 10}))
    drawn = [item["genre_name"] for item in found]
    assert (drawn.count("Adventure"), drawn.count("Comedy")) == (3, 2)


def test_one_sure_emotion_is_the_same_as_its_label(recommend):
    shares = {"happy": 0.7, "sad": 0.0}
    assert ids(recommend(emotion=None, emotions=shares)) == ids(recommend(emotion="happy"))


def test_no_diversity_changes_nothing_and_full_diversity_spreads_people(recommend):
    assert ids(recommend(diversity=0.0)) == ids(recommend())
    plain, diverse = movies(recommend()), movies(recommend(diversity=1.0))
    assert plain[0] == diverse[0]
    groups = ("directors", "actors")
    different = [len({tuple(f[g] for g in groups) for f in each}) for each in (plain, diverse)]
    assert different[1] >= different[0]
    assert plain != diverse


def test_explain_says_which_signal_placed_an_item(recommend):
    item = movies(recommend(explain=True))[0]
    assert list(item) == [*FIELDS, "explanation"]
    stated = next(each for each in films() if each.id == item["movie_id"])
    assert item["explanation"] == {
        "genre_or_tag": "Adventure",
        "share": 1.0,
        "moved_by": "ranking",
        "place_without_diversity": 0,
        "weighted": pytest.approx(item["score"], abs=1),
        "score": item["score"],
        "votes": stated.votes,
    }


def test_explain_tells_emotion_shares_and_diversity_apart(recommend):
    mixed = movies(recommend(emotion=None, emotions={"happy": 0.6, "sad": 0.4}, explain=True))
    assert {item["explanation"]["moved_by"] for item in mixed} == {"emotion shares"}
    assert {item["explanation"]["share"] for item in mixed} == {0.6, 0.4}
    diverse = [item["explanation"] for item in movies(recommend(diversity=0.9, explain=True))]
    moved = [e["moved_by"] == "diversity" for e in diverse]
    assert moved == [e["place_without_diversity"] != k for k, e in enumerate(diverse)]
    assert any(moved)


def test_products_come_by_tag(recommend):
    response = recommend(catalog="products", num_of_movies=None, num_of_products=7)
    body = response.get_json()
    assert list(body) == ["products"]
    assert len(body["products"]) == 7
    for item in body["products"]:
        assert item["tag_name"] in item["tags"]
        assert set(item) == {
            "product_id", "name", "category", "tags", "description", "price", "image_url",
            "score", "synthetic", "tag_name",
        }  # fmt: skip
        assert item["synthetic"] is False


def test_products_have_no_year_but_votes_and_diversity(recommend):
    asked = {"catalog": "products", "emotion": "sad", "num_of_movies": 10}
    years = recommend(**asked, year_from=1990, year_to=1991).get_json()
    assert years == recommend(**asked).get_json()
    voted = recommend(**asked, min_votes=30, diversity=0.5, explain=True).get_json()["products"]
    assert voted
    assert all(item["explanation"]["votes"] >= 30 for item in voted)
