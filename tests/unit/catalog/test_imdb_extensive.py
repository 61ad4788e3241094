import pytest

from recommender_api.catalog.formats.imdb_extensive import COLUMNS
from recommender_api.catalog.records import MovieRecord, Skipped
from tests.unit.catalog.texts import table


def imdb_row(**cells):
    film = {
        "imdb_title_id": "tt0111161",
        "title": "The Shawshank Redemption",
        "year": "1994",
        "genre": '"Crime, Drama"',
        "duration": "142",
        "director": "Frank Darabont",
        "actors": '"Tim Robbins, Morgan Freeman, Tim Robbins"',
        "description": '"Two men, ""Red"" and Andy, bond."',
        "avg_vote": "9.3",
        "votes": "2278845",
        "production_company": "Castle Rock",
        **cells,
    }
    return [film.get(column, "") for column in COLUMNS]


@pytest.fixture
def read(catalog):
    def rows(*films):
        name, rows = catalog(any__csv=table(COLUMNS, *films))
        assert name == "imdb-extensive"
        return rows

    return rows


def test_a_full_row_is_read(read):
    assert read(imdb_row()) == [
        MovieRecord(
            id="tt0111161",
            title="The Shawshank Redemption",
            year=1994,
            genres=("Crime", "Drama"),
            directors=("Frank Darabont",),
            actors=("Tim Robbins", "Morgan Freeman"),
            minutes=142,
            description='Two men, "Red" and Andy, bond.',
            score=9.3,
            votes=2278845,
            imdb_id="tt0111161",
            production_company="Castle Rock",
        )
    ]


def test_a_year_with_words_around_it_is_read(read):
    assert read(imdb_row(year="TV Movie 2019"))[0].year == 2019


def test_missing_cells_never_skip_a_row(read):
    empty = dict.fromkeys(set(COLUMNS) - {"imdb_title_id", "title"}, "")
    assert read(imdb_row(**empty)) == [
        MovieRecord(id="tt0111161", title="The Shawshank Redemption", imdb_id="tt0111161")
    ]


def test_impossible_numbers_are_unknown(read):
    [film] = read(imdb_row(avg_vote="nan", votes="-3", duration="1e999", year="0"))
    assert (film.score, film.votes, film.minutes, film.year) == (None, 0, None, None)


def test_rows_that_cannot_be_used_are_skipped_with_the_reason(read):
    rows = read(
        imdb_row(),
        imdb_row(),
        imdb_row(imdb_title_id="tt1", title="x"),
        imdb_row(imdb_title_id="tt0000007", title=" "),
        imdb_row()[:9],
        [*imdb_row(), "one more"],
    )
    assert rows[1:] == [
        Skipped(2, "duplicate id"),
        Skipped(3, "no IMDb id"),
        Skipped(4, "no title"),
        Skipped(5, "wrong number of columns"),
        Skipped(6, "wrong number of columns"),
    ]


def test_blank_lines_are_no_rows(read):
    assert len(read([""], imdb_row(), ["", ""][:1])) == 1


def test_a_quote_that_is_never_closed_costs_one_row(read):
    good = [imdb_row(imdb_title_id=f"tt{n:07}") for n in range(300)]
    broken = imdb_row(title='"Unclosed')
    rows = read(*good[:3], broken, *good[3:])
    assert [row for row in rows if isinstance(row, Skipped)] == [
        Skipped(4, "wrong number of columns")
    ]
    assert len(rows) == 301


def test_an_endless_cell_costs_one_row(read):
    rows = read(imdb_row(title="x" * 2_000_000), imdb_row())
    assert rows[0] == Skipped(1, "wrong number of columns")
    assert isinstance(rows[1], MovieRecord)


def test_a_half_written_last_line_is_skipped(catalog):
    whole = table(COLUMNS, imdb_row(), imdb_row(imdb_title_id="tt0000007"))
    _, rows = catalog(any__csv=whole[:-40])
    assert rows[1:] == [Skipped(2, "wrong number of columns")]


def test_a_quote_left_open_in_the_header_costs_no_row(catalog):
    header = [*COLUMNS[:-1], '"reviews_from_critics']
    assert len(catalog(any__csv=table(header, imdb_row()))[1]) == 1


def test_a_header_alone_is_an_empty_catalog(read):
    assert read() == []


def test_synthetic_films_are_told_by_their_ids(read):
    [film] = read(imdb_row(imdb_title_id="tt9900000001"))
    assert film.synthetic
    assert film.imdb_id is None
    assert film.id == "tt9900000001"


def test_control_characters_are_taken_out(read):
    assert read(imdb_row(title="A\x00B\x1b\u200bC"))[0].title == "AB\u200bC"
