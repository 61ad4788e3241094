from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from recommender_api.catalog import loading
from recommender_api.catalog.loading import load
from recommender_api.catalog.records import MovieRecord, ProductRecord, Skipped
from recommender_api.database import connect
from tests.recommender.databases import dump

WAR = ("War",)


def film(number, **facts):
    return MovieRecord(**{"id": f"tt{number:07d}", "title": f"Film {number}", **facts})


def mixed(count):
    """Films, products and rows that are skipped, in no order that helps; one film comes twice."""
    for row in range(1, count + 1):
        if row % 7 == 0:
            yield Skipped(row, "no title")
        elif row % 5 == 0:
            yield ProductRecord(f"shop-{row}", f"Cup {row}", "cups", ("red", f"tag {row % 3}"))
        else:
            genres = ("Drama", "War", "Comedy")[: row % 4]
            score = None if row % 6 == 0 else row % 10 + 0.5
            yield film(row * 37 % 101, genres=genres, year=1900 + row, score=score, votes=row)
    yield film(37, directors=("Ann Late",), score=9.0, votes=count + 1)


def one(engine, query):
    with engine.connect() as connection:
        return tuple(connection.execute(text(query)).one())


def links(engine):
    return dump(engine)["movie_genre"]


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(loading, "CHUNK", 10)


def test_every_row_is_counted(engine, small_chunks):
    heard: list[int] = []
    summary = load(engine, "mixed", "a", mixed(50), heard.append)
    assert summary.rows == 51 == summary.loaded + summary.skipped.total()
    assert summary.skipped == {"no title": 7}
    assert (summary.resumed_at, summary.unchanged) == (0, False)
    assert heard == [10, 10, 10, 10, 10, 1]


@pytest.mark.parametrize("fingerprint", ["a", "b"])
def test_a_second_load_changes_nothing(engine, small_chunks, fingerprint):
    load(engine, "mixed", "a", mixed(50))
    before = dump(engine)
    summary = load(engine, "mixed", fingerprint, mixed(50))
    after = dump(engine)
    assert summary.unchanged
    assert summary.rows == 51 == summary.loaded + summary.skipped.total()
    assert after.pop("catalog_load")[0] == before.pop("catalog_load")[0]
    assert after == before


def test_a_catalog_without_rows_is_loaded(engine):
    assert load(engine, "empty", "a", []).rows == 0
    assert load(engine, "empty", "a", []).unchanged


@pytest.mark.parametrize("stop", [0, 5, 10, 15, 49, 50, 51])
def test_a_load_that_broke_off_goes_on_where_it_was(engine, small_chunks, stop, tmp_path):
    def broken():
        yield from list(mixed(50))[:stop]
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk"):
        load(engine, "mixed", "a", broken())
    summary = load(engine, "mixed", "a", mixed(50))
    assert summary.resumed_at == stop // 10 * 10
    assert summary.rows == 51 == summary.loaded + summary.skipped.total()
    undisturbed = loading_of(mixed(50), tmp_path)
    assert close(dump(engine)) == close(undisturbed)


def test_a_load_that_broke_off_in_its_last_step_goes_on(engine, monkeypatch, tmp_path):
    def broken(connection):
        raise OSError("the disk is gone")

    with monkeypatch.context() as patched:
        patched.setattr(loading, "index_text", broken)
        with pytest.raises(OSError, match="the disk"):
            load(engine, "mixed", "a", mixed(50))
    assert links(engine) == []
    assert not load(engine, "mixed", "a", mixed(50)).unchanged
    assert close(dump(engine)) == close(loading_of(mixed(50), tmp_path))


def test_another_catalog_finishes_what_a_broken_one_began(engine, small_chunks):
    def broken():
        yield from (film(number, genres=("War",)) for number in range(10))
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk"):
        load(engine, "broken", "a", broken())
    load(engine, "nothing new", "b", [film(3, genres=("War",))])
    assert len(links(engine)) == 10


def test_loads_of_one_catalog_at_the_same_time_load_it_once(engine, small_chunks):
    with ThreadPoolExecutor(4) as pool:
        loads = [pool.submit(load, engine, "mixed", "a", mixed(50)) for _ in range(4)]
        summaries = [each.result(timeout=60) for each in loads]
    assert sorted(each.unchanged for each in summaries) == [False, True, True, True]
    assert {each.rows for each in summaries} == {51}


def test_weighted_ratings_follow_the_formula(engine):
    votes = (1, 2, 3, 4, 5, 6, 7, 8, 100, 1000)
    films = [film(n, genres=WAR, score=5.0 + n / 2, votes=v) for n, v in enumerate(votes)]
    load(engine, "films", "a", [*films, film(99, genres=WAR)])
    mean, prior = 7.25, 1000  # of ten scores; the vote count nine tenths up
    got = {movie_id: weighted for _, movie_id, weighted, *_ in links(engine)}
    assert got["tt0000008"] == pytest.approx((100 * 9.0 + prior * mean) / (100 + prior))
    assert got["tt0000009"] == pytest.approx((1000 * 9.5 + prior * mean) / (1000 + prior))
    assert got["tt0000099"] == pytest.approx(mean)


def test_links_repeat_what_items_are_ranked_by(engine):
    load(engine, "first", "a", [film(1, genres=("War", "Drama"), score=8.0, votes=5, year=1990)])
    load(engine, "second", "b", [film(1, score=6.0, votes=50, year=1991), film(2, score=2.0)])
    weighted = (50 * 6.0 + 50 * 4.0) / (50 + 50)  # the prior: a mean of 4, and 50 votes
    assert links(engine) == [
        ("Drama", "tt0000001", pytest.approx(weighted), 6.0, 50, 1991),
        ("War", "tt0000001", pytest.approx(weighted), 6.0, 50, 1991),
    ]


def test_an_item_without_score_links_below_all_others(engine):
    load(engine, "films", "a", [film(1, genres=("War",))])
    assert links(engine) == [("War", "tt0000001", 5.0, -1.0, 0, None)]


def test_new_genres_replace_old_ones(engine):
    load(engine, "first", "a", [film(1, genres=("War", "Drama"))])
    load(engine, "second", "b", [film(1, genres=("War", "Comedy"))])
    assert [link[0] for link in links(engine)] == ["Comedy", "War"]


def test_a_tag_with_a_comma_is_two_tags(engine):
    cup = ProductRecord("shop-1", "Cup", "cups", ('red, "white"', "red"))
    load(engine, "shop", "a", [cup])
    assert [link[0] for link in dump(engine)["product_tag"]] == ['"white"', "red"]


def test_a_missing_fact_never_replaces_a_present_one(engine):
    facts = {"year": 1990, "genres": ("War",), "directors": ("Ann",), "actors": ("Bo",)}
    load(engine, "full", "a", [film(1, **facts, minutes=90, description="Text", poster_url="u")])
    load(engine, "bare", "b", [film(1, title="New title")])
    query = "SELECT title, year, genres, directors, actors, minutes, description FROM movie"
    assert one(engine, query) == ("New title", 1990, "War", "Ann", "Bo", 90, "Text")


@pytest.mark.parametrize(
    ("score", "votes", "kept"),
    [
        (9.0, 99, (5.0, 100)),
        (9.0, 100, (9.0, 100)),
        (9.0, 101, (9.0, 101)),
        (None, 500, (5.0, 100)),
    ],
)
def test_the_score_of_more_votes_stays(engine, score, votes, kept):
    load(engine, "first", "a", [film(1, score=5.0, votes=100)])
    load(engine, "second", "b", [film(1, score=score, votes=votes)])
    assert one(engine, "SELECT score, votes FROM movie") == kept


def rows(engine, query):
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def loading_of(records, folder):
    """What an undisturbed load of `records` ends with, in a database of its own."""
    engine = connect(f"sqlite:///{folder / 'undisturbed.db'}")
    load(engine, "mixed", "a", records)
    found = dump(engine)
    engine.dispose()
    return found


def close(tables):
    """Floats to nine digits: two databases need not add in the same order."""
    return {
        name: [tuple(round(v, 9) if isinstance(v, float) else v for v in row) for row in found]
        for name, found in tables.items()
    }
