"""Measures what sessions teach: `make eval-sessions`, under ten minutes.

    MIEN_DATA/movies (MovieLens) | a synthetic catalog --load()--> SQLite
        --VIEWERS hidden tastes x ways to recommend--> Trial.ranks --> table, picture

See `hidden` and `behaviour` for what is simulated. The learner's constants were chosen on the
viewers of seed 0; those of the printed seed, 2 by default, are others.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from sqlalchemy import Connection

from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.loading import load
from recommender_api.catalog.synthetic import write_csv
from recommender_api.database import connect
from recommender_api.evaluation.sessions.films import read_films
from recommender_api.evaluation.sessions.hidden import hidden_taste
from recommender_api.evaluation.sessions.report import (
    Results,
    draw,
    print_bar,
    print_figures,
    print_other_shares,
)
from recommender_api.evaluation.sessions.trial import Trial, Way
from recommender_api.learning.recommending.choosing import EXPLORE
from recommender_api.recommend.mapping import Mapping

MOVIELENS = Path("movies") / "ml-latest-small-2018.tar.xz"
SYNTHETIC_TITLES = 10_000
VANILLA = "vanilla"
WAYS = (
    Way(VANILLA, learns=False, explore=0.0),
    Way("learning, no exploration", learns=True, explore=0.0),
    Way(f"learning, {EXPLORE:.0%} explored", learns=True, explore=EXPLORE),
    Way("learning, nothing named", learns=True, explore=0.0, silent=True),
)
_ROOT = Path(__file__).resolve().parents[3]


def main() -> None:
    """Measure, print, draw; exit code 1 where a way stays under the bar."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder, _catalog(Path(folder)) as connection:
        films = read_films(connection)
        print(f"{len(films.ids)} films, {asked.viewers} viewers, seed {asked.seed}")
        results = _results(Trial(connection, Mapping.load(), films), asked.viewers, asked.seed)
    print_figures(results)
    passed = print_bar(results, VANILLA, [way.name for way in WAYS if not way.silent])
    print_other_shares(results, VANILLA)
    if asked.picture:
        draw(results, asked.picture)
    sys.exit(not passed)


def _results(trial: Trial, viewers: int, seed: int) -> Results:
    tastes = [hidden_taste(trial.films, np.random.default_rng([seed, k])) for k in range(viewers)]
    return {
        way.name: np.array([trial.ranks(taste, way, (seed, k)) for k, taste in enumerate(tastes)])
        for way in WAYS
    }


@contextmanager
def _catalog(folder: Path) -> Iterator[Connection]:
    """A database of its own, which is thrown away."""
    path = Path(os.environ.get("MIEN_DATA", _ROOT.parent / "shared" / "data")) / MOVIELENS
    if not path.exists():
        print(f"no {path}: a synthetic catalog takes its place")
        path = folder / "synthetic.csv"
        write_csv(path, SYNTHETIC_TITLES, seed=1)
    source, engine = Source(path), connect(f"sqlite:///{folder}/mien.db")
    load(engine, source.name, "evaluation", detect(source).read(source))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m recommender_api.evaluation.sessions")
    parser.add_argument("--viewers", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--picture", type=Path, help="where to draw the hit rate")
    return parser.parse_args()


if __name__ == "__main__":
    main()
