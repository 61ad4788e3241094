"""Prints the recommender's figures on MovieLens: `make eval-recommender`, about half a minute.

    MIEN_DATA/movies --split by time--> known --load()--> SQLite --recommend()--> lists --+
                          +--> later: films that viewers liked --------------> figures <--+

MovieLens does not know what anyone felt, so this measures whether the films of a genre come in an
order that viewers would want, not whether the genre suits the emotion. Who rates a film chose to
see it first, which favours well-known films and with them `popularity`. A film that nobody had
rated before the split is in no list and counts nowhere as relevant.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.loading import load
from recommender_api.database import connect
from recommender_api.evaluation import rankings, report
from recommender_api.evaluation.comparing import Task, measure
from recommender_api.evaluation.rankings import Ranking
from recommender_api.evaluation.split import Split, read
from recommender_api.recommend.mapping import Mapping
from recommender_api.recommend.shelves import Filters

MOVIELENS = Path("movies") / "ml-latest-small-2018.tar.xz"
FEW_VOTES = 10
SCORE_OF_KNOWN = f"score, {FEW_VOTES}+ votes"
DIVERSE, MORE_DIVERSE = "weighted, diversity 0.3", "weighted, diversity 0.7"
COMPARED = (
    ("weighted", "score"),
    ("weighted", SCORE_OF_KNOWN),
    ("weighted", "popularity"),
    ("weighted", "random"),
    (DIVERSE, "weighted"),
    (MORE_DIVERSE, "weighted"),
)


def main() -> None:
    """Measure every ranking and print one table."""
    split, mapping = read(_data() / MOVIELENS), Mapping.load()
    with _catalog(split) as connection:
        task = _task(connection, mapping, split)
        results = {
            name: measure(task, ranking)
            for name, ranking in _rankings(connection, mapping, task).items()
        }
    report.print_protocol(split, task)
    report.print_figures(results)
    report.print_differences(results, COMPARED)


def _data() -> Path:
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    folder = Path(os.environ.get("MIEN_DATA", beside))
    if not (folder / MOVIELENS).exists():
        sys.exit(f"no {MOVIELENS} in {folder}: set MIEN_DATA to the folder that holds it")
    return folder


@contextmanager
def _catalog(split: Split) -> Iterator[Connection]:
    """A database of its own with what is known."""
    with tempfile.TemporaryDirectory() as folder:
        split.write_catalog(Path(folder))
        source = Source(folder)
        engine = connect(f"sqlite:///{folder}/mien.db")
        load(engine, source.name, "evaluation", detect(source).read(source))
        with engine.connect() as connection:
            yield connection
        engine.dispose()


def _task(connection: Connection, mapping: Mapping, split: Split) -> Task:
    every = rankings.by(connection, mapping, "weighted")
    films = {
        occasion: every(occasion, (), len(split.films))[0]
        for occasion in rankings.occasions(mapping)
    }
    return Task(films, split.seen(), split.relevant())


def _rankings(connection: Connection, mapping: Mapping, task: Task) -> dict[str, Ranking]:
    ordered = partial(rankings.by, connection, mapping)
    return {
        "weighted": ordered("weighted"),
        "score": ordered("score"),
        SCORE_OF_KNOWN: ordered("score", filters=Filters(min_votes=FEW_VOTES)),
        "popularity": ordered("votes"),
        "random": rankings.at_random(task.films.__getitem__),
        DIVERSE: ordered("weighted", 0.3),
        MORE_DIVERSE: ordered("weighted", 0.7),
    }


if __name__ == "__main__":
    main()
