"""The simulation's parts, and its figures against values worked out by hand."""

import numpy as np
import pytest

from recommender_api.catalog.loading import load
from recommender_api.database import connect
from recommender_api.evaluation.sessions import behaviour, report
from recommender_api.evaluation.sessions.films import read_films
from recommender_api.evaluation.sessions.hidden import hidden_taste
from recommender_api.evaluation.sessions.trial import MOST, SESSIONS, Trial, Way
from tests.recommender.films import MAPPING, films

VANILLA = Way("vanilla", learns=False, explore=0.0)
LEARNING = Way("learning", learns=True, explore=0.2)


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('simulated')}/mien.db")
    load(engine, "films", "1", films())
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(scope="module")
def catalog(connection):
    return read_films(connection)


def taste_of(catalog, seed):
    return hidden_taste(catalog, np.random.default_rng(seed))


def test_films_are_read_with_their_genres(catalog):
    assert len(catalog.ids) == len(films())
    stated = {each.id: set(each.genres) for each in films()}
    for place in (0, 50, 100):
        names = np.array(catalog.genres)[catalog.has[place]]
        assert set(names) == stated[catalog.ids[place]]


def test_viewers_prefer_what_they_love_to_what_they_loathe(catalog):
    for seed in range(5):
        taste = taste_of(catalog, seed)
        loved = catalog.has[:, taste.loved].any(axis=1)
        loathed = catalog.has[:, taste.loathed].any(axis=1)
        assert not set(taste.loved) & set(taste.loathed)
        assert taste.rank[loved & ~loathed].mean() < taste.rank[loathed & ~loved].mean()
        assert sorted(taste.rank) == pytest.approx(np.arange(len(catalog.ids)) / len(catalog.ids))


def test_pleased_viewers_look_happier_and_say_so_more_often(catalog):
    chance, taste = np.random.default_rng(1), taste_of(catalog, 1)
    best, worst = int(np.argmin(taste.rank)), int(np.argmax(taste.rank))
    pleased, displeased = (
        [behaviour.react(catalog, taste, film, chance) for _ in range(30)] for film in (best, worst)
    )
    happy = [
        np.mean([each.probabilities[:, 3] for each in group]) for group in (pleased, displeased)
    ]
    assert happy[0] > happy[1]
    for reaction in (*pleased, *displeased):
        assert reaction.probabilities.shape == (behaviour.READINGS, 7)
        assert reaction.probabilities.sum(axis=1) == pytest.approx(1.0)
        assert [said.about_item for said in reaction.lines] == [True, True, False, False]


def test_ways_share_their_first_list_and_their_seed_repeats_them(connection, catalog):
    trial, taste = Trial(connection, MAPPING, catalog), taste_of(catalog, 3)
    vanilla = trial.ranks(taste, VANILLA, (0, 3))
    learning = trial.ranks(taste, LEARNING, (0, 3))
    assert vanilla.shape == (SESSIONS + 1, MOST)
    assert vanilla[0].tolist() == learning[0].tolist()
    assert vanilla[1:].tolist() != learning[1:].tolist()
    assert trial.ranks(taste, LEARNING, (0, 3)).tolist() == learning.tolist()


def test_a_hit_is_one_relevant_film_in_a_list():
    ranks = np.array([[0.5, 0.002], [0.5, 0.02]])
    assert report.hits(ranks, 0.01).tolist() == [1.0, 0.0]
    assert report.hits(ranks, 0.05).tolist() == [1.0, 1.0]
    assert report.precision(ranks).tolist() == [0.5, 0.0]


def test_a_ratio_compares_the_same_viewers():
    times, low, high = report.ratio(np.array([1.0, 1.0, 0.0, 0.0]), np.array([1.0, 0, 0, 0]))
    assert times == 2.0
    assert low <= times <= high


def test_the_bar_is_held_by_those_that_are_named(capsys):
    good, bad = np.zeros((4, SESSIONS + 1, MOST)), np.ones((4, SESSIONS + 1, MOST))
    results = {"vanilla": bad, "learning": good, "silent": bad}
    assert report.print_bar(results, "vanilla", ["learning"])
    assert not report.print_bar(results, "vanilla", ["learning", "silent"])
    assert "learning" in capsys.readouterr().out


def test_the_picture_is_drawn(tmp_path):
    ranks = np.random.default_rng(0).random((4, SESSIONS + 1, MOST))
    report.draw({"vanilla": ranks, "learning": ranks / 50}, tmp_path / "a" / "hits.png")
    assert (tmp_path / "a" / "hits.png").read_bytes().startswith(b"\x89PNG")
