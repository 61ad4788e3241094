"""The figures of the offline evaluation, against values worked out by hand."""

from collections.abc import Collection
from math import log2
from pathlib import Path

import numpy as np
import pytest

from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.records import MovieRecord
from recommender_api.evaluation import metrics, rankings
from recommender_api.evaluation.comparing import Task, measure
from recommender_api.evaluation.rankings import Film, Lists, Occasion
from recommender_api.evaluation.split import Split, split
from recommender_api.recommend.mapping import Mapping

COMEDY = Occasion("sad", "improve", ("Comedy",), weight=3)
WAR = Occasion("angry", "keepup", ("War",), weight=1)


def film(name: str, *genres: str, decade: int = 199) -> Film:
    return Film(name, frozenset(genres or ("Comedy",)), decade)


def rating(viewer: str, movie: str, stars: str, time: int) -> dict[str, str]:
    return {"userId": viewer, "movieId": movie, "rating": stars, "timestamp": str(time)}


def ten_ratings() -> Split:
    movies = [
        {"movieId": number, "title": f"Film {number} (1999)", "genres": "Comedy"}
        for number in ("1", "2", "3")
    ]
    early = [rating("old", "1", "5.0", 100 - time) for time in range(7)]
    early.append(rating("old", "2", "3.0", 50))
    later = [rating("new", "1", "4.0", 200), rating("new", "2", "3.5", 201)]
    return split(movies, [*later, *early])


@pytest.mark.parametrize(
    ("ranked", "relevant", "expected"),
    [
        ("abc", "a", 1.0),
        ("abc", "b", 1 / log2(3)),
        ("abc", "ac", (1 + 0.5) / (1 + 1 / log2(3))),
        ("abc", "abcdef", 1.0),
        ("abcd", "d", 0.0),
        ("", "a", 0.0),
    ],
)
def test_ndcg_discounts_by_place_and_divides_by_the_best_order(
    ranked: str, relevant: str, expected: float
) -> None:
    assert metrics.ndcg(list(ranked), set(relevant), 3) == pytest.approx(expected)


def test_recall_counts_relevant_items_among_the_first() -> None:
    assert metrics.recall(list("abcd"), set("bdxy"), 3) == 0.25
    assert metrics.recall(list("abcd"), set("bdxy"), 4) == 0.5


def test_coverage_counts_an_item_once_however_often_it_is_recommended() -> None:
    assert metrics.coverage([list("ab"), list("ba"), list("ac")], set("abcdef")) == 0.5


def test_diversity_is_one_less_the_mean_likeness_of_pairs() -> None:
    genres = [frozenset(names) for names in (("War",), ("War", "Drama"), ("Comedy",))]
    assert metrics.diversity(genres) == pytest.approx(1 - 0.5 / 3)
    assert metrics.diversity(genres[:1]) == 0.0


def test_interval_of_equal_differences_is_a_point() -> None:
    assert metrics.interval(np.full(5, 0.25)) == (0.25, 0.25)


def test_interval_holds_the_mean_and_is_the_same_each_time() -> None:
    differences = np.array([-1.0, 0.0, 1.0, 2.0] * 10)
    low, high = metrics.interval(differences)
    # The mean's standard error is 1.118 / sqrt(40) = 0.177.
    assert (low, high) == pytest.approx((0.5 - 1.96 * 0.177, 0.5 + 1.96 * 0.177), abs=0.03)
    assert metrics.interval(differences) == (low, high)


def test_split_is_by_time_and_only_what_was_rated_before_is_in_the_catalog() -> None:
    halves = ten_ratings()
    assert [row["movieId"] for row in halves.films] == ["1", "2"]
    assert {row["userId"] for row in halves.known} == {"old"}
    assert halves.seen() == {"old": {"movielens-1", "movielens-2"}}


def test_relevant_are_later_films_of_four_stars_that_the_catalog_has() -> None:
    assert ten_ratings().relevant() == {"new": {"movielens-1"}}
    unknown = Split([{"movieId": "2"}], [], [rating("new", "1", "5.0", 200)])
    assert unknown.relevant() == {}


def test_catalog_of_the_split_has_the_scores_of_its_earlier_part(tmp_path: Path) -> None:
    ten_ratings().write_catalog(tmp_path)
    source = Source(tmp_path)
    records = [row for row in detect(source).read(source) if isinstance(row, MovieRecord)]
    found = [(record.id, record.score, record.votes) for record in records]
    assert found == [("movielens-1", 10.0, 7), ("movielens-2", 6.0, 1)]


def test_occasions_are_different_genres_weighted_by_what_leads_to_them() -> None:
    found = rankings.occasions(Mapping.load())
    assert sum(occasion.weight for occasion in found) == 14
    assert len({occasion.genres for occasion in found}) == len(found)
    assert next(each.weight for each in found if each.genres == ("Comedy",)) == 3


def test_random_lists_leave_out_what_was_seen_and_repeat_with_the_seed() -> None:
    films = [film(name) for name in "abcd"]
    lists = rankings.at_random(lambda occasion: films)(COMEDY, {"b"}, 10)
    assert len(lists) == rankings.DRAWS
    assert all({each.id for each in drawn} == set("acd") for drawn in lists)
    assert rankings.at_random(lambda occasion: films)(COMEDY, {"b"}, 10) == lists


def test_a_viewers_figures_are_a_mean_weighted_by_occasion() -> None:
    a, b, c, d = film("a"), film("b", decade=200), film("c", "War"), film("d", "War")
    task = Task({COMEDY: [a, b], WAR: [c, d]}, seen={}, relevant={"one": frozenset("ad")})

    def ranking(occasion: Occasion, seen: Collection[str], most: int) -> Lists:
        return [[a, b]] if occasion is COMEDY else [[c]]

    result = measure(task, ranking)
    assert result.ndcg.tolist() == [0.75]
    assert result.recall.tolist() == [0.75]
    assert result.coverage == 0.75
    assert result.decades == 1.5


def test_viewers_who_liked_nothing_of_an_occasion_do_not_count_in_it() -> None:
    films = {COMEDY: [film("a")], WAR: [film("b", "War")]}
    task = Task(films, seen={}, relevant={"one": frozenset("a"), "two": frozenset("z")})
    assert list(task.wishes()) == [("one", COMEDY)]


def test_lists_are_asked_for_without_what_the_viewer_saw() -> None:
    asked: list[Collection[str]] = []

    def ranking(occasion: Occasion, seen: Collection[str], most: int) -> Lists:
        asked.append(seen)
        return [[film("a")]]

    task = Task(
        {COMEDY: [film("a")]},
        seen={"old": frozenset("xy")},
        relevant={"new": frozenset("a"), "old": frozenset("a")},
    )
    measure(task, ranking)
    assert asked == [frozenset(), frozenset("xy")]
