import csv
import statistics
from math import log

import pytest

from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.formats.genres import IMDB_GENRES
from recommender_api.catalog.formats.imdb_extensive import COLUMNS
from recommender_api.catalog.records import MovieRecord, Skipped
from recommender_api.catalog.synthetic import FULL_SIZE, generate, write_csv

TITLES = 2000


@pytest.fixture(scope="module")
def rows():
    return [dict(zip(COLUMNS, row, strict=True)) for row in generate(TITLES, seed=1)]


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    path = tmp_path_factory.mktemp("synthetic") / "films.csv"
    write_csv(path, TITLES, seed=1)
    source = Source(path)
    return list(detect(source).read(source))


def test_the_file_holds_the_titles_asked_for_and_one_of_them_twice(read):
    assert [row for row in read if isinstance(row, Skipped)] == [Skipped(1002, "duplicate id")]
    assert len(read) == TITLES + 1


def test_every_film_says_that_it_is_synthetic(read, rows):
    films = [row for row in read if isinstance(row, MovieRecord)]
    assert all(film.synthetic and film.imdb_id is None for film in films)
    assert all(row["production_company"][:9] in ("Synthetic", "") for row in rows)
    assert all(len(row["imdb_title_id"]) == 12 for row in rows)


def test_a_seed_gives_the_same_rows_and_another_seed_others(rows):
    assert [list(row.values()) for row in rows] == list(generate(TITLES, seed=1))
    assert list(generate(50, seed=1)) != list(generate(50, seed=2))


@pytest.mark.parametrize(
    ("column", "missing"),
    [("description", 2115), ("actors", 69), ("director", 87), ("country", 64), ("language", 833)],
)
def test_as_much_is_missing_as_in_the_real_file(rows, column, missing):
    expected = round(missing * TITLES / FULL_SIZE)
    assert abs(sum(not row[column] for row in rows) - expected) <= 1  # the row that comes twice


def test_years_run_from_1894_to_2020_and_are_mostly_recent(read):
    years = [row.year for row in read if isinstance(row, MovieRecord) and row.year]
    assert (min(years), max(years)) == (1894, 2020)
    assert 1995 < statistics.median(years) < 2010


def test_one_year_has_words_around_it(rows):
    assert [row["year"] for row in rows if not row["year"].isdigit()] == ["TV Movie 2019"]


def test_votes_are_log_normal_from_99_up(rows):
    votes = [int(row["votes"]) for row in rows]
    assert min(votes) >= 99
    assert 350 < statistics.median(votes) < 650
    assert 1.8 < statistics.stdev(map(log, (vote - 98 for vote in votes))) < 2.8


def test_mean_votes_are_normal_around_5_9(rows):
    means = [float(row["avg_vote"]) for row in rows]
    assert statistics.mean(means) == pytest.approx(5.9, abs=0.1)
    assert statistics.stdev(means) == pytest.approx(1.2, abs=0.1)
    assert 1 <= min(means) <= max(means) <= 9.9


def test_genres_are_imdbs_and_the_rare_ones_are_there(read):
    films = [row for row in read if isinstance(row, MovieRecord)]
    counts = {genre: sum(genre in film.genres for film in films) for genre in IMDB_GENRES}
    assert {genre for film in films for genre in film.genres} <= set(IMDB_GENRES)
    assert counts["Drama"] > counts["Comedy"] > counts["Romance"] > counts["Western"] > 0
    assert counts["Documentary"] == counts["Reality-TV"] == 1
    assert {len(film.genres) for film in films} == {1, 2, 3}


def test_dates_are_written_in_three_ways(rows):
    assert {len(row["date_published"]) for row in rows} == {4, 10}
    assert {row["date_published"].find("-") for row in rows} == {-1, 2, 4}


@pytest.mark.parametrize("titles", [0, 1, 2, 7])
def test_small_catalogs_are_whole(tmp_path, titles):
    write_csv(tmp_path / "films.csv", titles, seed=3)
    with (tmp_path / "films.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert tuple(header) == COLUMNS
    assert len(rows) == titles + (titles > 0)
