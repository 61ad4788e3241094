from recommender_api.catalog.records import MovieRecord, ProductRecord
from tests.unit.catalog.texts import lines


def test_films_and_products_are_read_from_one_folder(catalog):
    film = {
        "id": "tt0111161",
        "title": "The Shawshank Redemption",
        "year": 1994,
        "genres": ["Crime", "Drama"],
        "directors": ["Frank Darabont"],
        "score": 9.3,
        "votes": 5,
        "imdb_id": "tt0111161",
    }
    product = {
        "id": "starter-mug",
        "name": "Mug",
        "category": "kitchen",
        "tags": ["Warm", "warm"],
        "price": 4,
        "synthetic": True,
    }
    name, rows = catalog(movies__jsonl=lines(film), products__jsonl=lines(product))
    assert name == "mien"
    assert rows == [
        MovieRecord(
            id="tt0111161",
            title="The Shawshank Redemption",
            year=1994,
            genres=("Crime", "Drama"),
            directors=("Frank Darabont",),
            score=9.3,
            votes=5,
            imdb_id="tt0111161",
        ),
        ProductRecord(
            id="starter-mug",
            name="Mug",
            category="kitchen",
            tags=("warm",),
            price=4.0,
            synthetic=True,
        ),
    ]


def test_misspelt_fields_and_wrong_types_skip_the_row(catalog):
    good = {"id": "starter-mug", "name": "Mug", "category": "kitchen"}
    _, rows = catalog(
        any__jsonl=lines(
            good,
            {**good, "prize": 3},
            {**good, "price": "3"},
            {**good, "votes": True},
            {**good, "name": ""},
            {**good, "id": ""},
            {**good, "id": "x" * 129},
            {"id": "tt1", "title": " "},
        )
    )
    assert [row.reason for row in rows[1:]] == [
        "unknown field prize",
        "wrong type of price",
        "wrong type of votes",
        "no name or category",
        "no id",
        "id too long",
        "no title",
    ]
