import pytest
from sqlalchemy import select

from recommender_api.catalog.loading import load
from recommender_api.catalog.records import MovieRecord
from recommender_api.catalog.search import search
from recommender_api.tables import Movie

FILMS = [
    MovieRecord("tt1", "Amélie", directors=("Jean-Pierre Jeunet",), score=8.3, votes=900),
    MovieRecord("tt2", "Face/Off", actors=("John Travolta",), description="An agent and a face."),
    MovieRecord("tt3", "Spider-Man: Far from Home", description="A boy named Amelie? No."),
    MovieRecord("tt4", "OR NOT AND NEAR", description="words of query languages"),
    MovieRecord("tt5", "기생충", directors=("Bong Joon-ho",), score=8.5, votes=800),
    MovieRecord("tt6", "Ame\u0301lie again", score=2.0, votes=900),
]


@pytest.fixture
def found(engine):
    load(engine, "films", "a", FILMS)
    with engine.connect() as connection:
        ids = {row.id: row.movie_id for row in connection.execute(select(Movie.id, Movie.movie_id))}
        yield lambda *asked: [ids[number] for number in search(connection, *asked)]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("face off", ["tt2"]),
        ("Face/Off", ["tt2"]),
        ("spider-man", ["tt3"]),
        ("SPIDER far", ["tt3"]),
        ("trav", ["tt2"]),
        ("john trav", ["tt2"]),
        ("trav john", []),
        ("joh travolta", []),
        ("jean pierre", ["tt1"]),
        ("기생충", ["tt5"]),
        ("OR", ["tt4"]),
        ("near not", ["tt4"]),
        ("nothing like it", []),
    ],
)
def test_every_word_must_match_and_the_last_may_be_unfinished(found, query, ids):
    assert found(query, 10) == ids


@pytest.mark.parametrize("query", ["amelie", "Amélie", "AME\u0301LIE", "amél"])
def test_accents_do_not_matter(found, query):
    assert set(found(query, 10)) == {"tt1", "tt3", "tt6"}


def test_a_title_outweighs_a_description(found):
    assert found("amelie", 10)[0] == "tt1"


def test_results_come_in_pages(found):
    assert found("amelie", 1) + found("amelie", 1, 1) + found("amelie", 9, 2) == found("amelie", 9)


@pytest.mark.parametrize(
    "query", ["", " ", "\0", "!?", "*", '"', "_", "\u0301", "🎬", "' OR 1=1 --"]
)
def test_text_without_words_of_a_film_finds_nothing(found, query):
    assert found(query, 10) == []


@pytest.mark.parametrize(
    "query",
    [
        "'; DROP TABLE movie; --",
        'amelie" OR "face',
        "title: amelie",
        "amelie*",
        "amelie NEAR(face, 2)",
        "^amelie",
        "{title description}: amelie",
        "-amelie",
        "amelie & !face | (off <-> x):*A",
        "amelie\\",
        "ame_lie",
        "a\0melie",
        "\ud800",
        "² ⅷ ٣ ๓ 𝟜",
        "हिन्दी ไทย",
        "x" * 10_000,
        "ж" * 10_000,
        "a " * 5_000,
        "\0" * 10_000,
        '"' * 10_000,
    ],
)
def test_no_query_is_an_error(found, query):
    found(query, 10)
    assert found("face off", 10) == ["tt2"]
