import json

from recommender_api.catalog.records import MovieRecord, Skipped
from tests.unit.catalog.texts import lines, wiki


def test_a_full_line_is_read(catalog):
    film = wiki(
        "In Old Arizona",
        cast=["Warner Baxter", "and", ")", "Sr."],
        genres=["Western", "Sports", "Sport", "Silent"],
        extract="A western.",
        thumbnail="https://upload.wikimedia.org/a.jpg",
    )
    name, rows = catalog(any__jsonl=lines(film))
    assert name == "wikipedia"
    assert rows == [
        MovieRecord(
            id="wikipedia-in-old-arizona-1929",
            title="In Old Arizona",
            year=1929,
            genres=("Western", "Sport"),
            actors=("Warner Baxter",),
            description="A western.",
            poster_url="https://upload.wikimedia.org/a.jpg",
        )
    ]


def test_a_film_twice_in_its_year_is_skipped_and_others_keep_apart(catalog):
    films = (wiki("Carmen"), wiki("Carmen"), wiki("Carmen", 1915), wiki("Carmen!"), wiki(" "))
    _, rows = catalog(any__jsonl=lines(*films))
    assert [row.id for row in rows if isinstance(row, MovieRecord)] == [
        "wikipedia-carmen-1929",
        "wikipedia-carmen-1915",
        "wikipedia-carmen-1929-2",
    ]
    assert rows[1] == Skipped(2, "duplicate title and year")
    assert rows[4] == Skipped(5, "no title")


def test_lines_that_are_no_objects_are_skipped(catalog):
    bad = ['{"title": "half wri', "[1]", "[" * 100_000, "1" * 5000]
    _, rows = catalog(any__jsonl=lines(wiki("A")) + "\n\n" + "\n".join(bad))
    assert [row.reason for row in rows[1:]] == [
        "not JSON",
        "not an object",
        "not JSON",
        "not JSON",
    ]


def test_lone_surrogates_cannot_reach_the_database(catalog):
    _, [film] = catalog(any__jsonl=lines(wiki("A")).replace('"A"', '"A\\ud800"'))
    assert film.title == "A\N{REPLACEMENT CHARACTER}"


def test_an_array_is_read_like_lines(catalog):
    name, rows = catalog(any__json=json.dumps([wiki("A"), wiki("B"), 3]))
    assert name == "wikipedia"
    assert [row.title for row in rows[:2]] == ["A", "B"]
    assert rows[2] == Skipped(3, "not an object")
