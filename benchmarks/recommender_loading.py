"""Loading films: ours against one INSERT and one commit for each film and each film–genre link.

    the same films --> ours: recommender_api.catalog.loading, with every index and full text
                   --> rival: three tables with primary keys only, in a file of its own

The rival writes with the driver itself and default pragmas, which is kinder to it than an ORM.
Timed are the films in the middle of its load, where its tables are half full, and scaled up in
proportion; those before are written in one transaction that is not timed. Both go in turn.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from recommender_api.catalog import synthetic
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.loading import load
from recommender_api.catalog.records import MovieRecord
from recommender_api.database import connect

TITLES = 85_855
RIVAL_TITLES = 2_000
ROUNDS = 5

_RIVAL_TABLES = """
    CREATE TABLE movie (movie_id TEXT PRIMARY KEY, title TEXT, year INTEGER, directors TEXT,
        actors TEXT, duration INTEGER, description TEXT, avg_vote REAL, votes INTEGER,
        production_company TEXT);
    CREATE TABLE genre (genre_id INTEGER PRIMARY KEY, genre_name TEXT);
    CREATE TABLE movie_genre (movie_id TEXT, genre_id INTEGER, PRIMARY KEY (movie_id, genre_id));
"""
_RIVAL_MOVIE = "INSERT INTO movie VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Loading:
    """How long `titles` films took in each round; the rival's are scaled up from `measured`."""

    subject: str
    titles: int
    measured: int
    rounds: tuple[float, ...]

    @property
    def seconds(self) -> float:
        """The median round's."""
        return median(self.rounds)


def times_faster(ours: Loading, rival: Loading) -> tuple[float, ...]:
    """The rival's time by ours, round by round."""
    return tuple(theirs / own for own, theirs in zip(ours.rounds, rival.rounds, strict=True))


def compare(titles: int = TITLES) -> tuple[Loading, Loading]:
    """Ours and the rival in turn on the same disk."""
    with TemporaryDirectory() as folder:
        films = _films(Path(folder), titles)
        rounds = [
            (_ours(Path(folder) / f"ours-{k}.db", films), _rival(Path(folder) / f"{k}.db", films))
            for k in range(ROUNDS)
        ]
    ours, rival = zip(*rounds, strict=True)
    scaled = tuple(seconds * titles / RIVAL_TITLES for seconds in rival)
    return (
        Loading("ours", titles, titles, ours),
        Loading("one commit a row", titles, RIVAL_TITLES, scaled),
    )


def table(ours: Loading, rival: Loading) -> str:
    """Both as Markdown, with the ratio."""
    lines = [
        "| loading | films | measured on | seconds | films/s |",
        "| --- | --- | --- | --- | --- |",
    ]
    for each in (ours, rival):
        scaled = ", scaled up" if each.measured < each.titles else ""
        lines.append(
            f"| {each.subject} | {each.titles} | {each.measured}{scaled} | {each.seconds:.1f} "
            f"| {each.titles / each.seconds:.0f} |"
        )
    return "\n".join(
        [*lines, "", f"Ours takes 1/{median(times_faster(ours, rival)):.0f} of the time."]
    )


def _films(folder: Path, titles: int) -> list[MovieRecord]:
    path = folder / "films.csv"
    synthetic.write_csv(path, titles, seed=1)
    source = Source(path)
    return [row for row in detect(source).read(source) if isinstance(row, MovieRecord)]


def _ours(path: Path, films: Sequence[MovieRecord]) -> float:
    """Seconds of a whole load."""
    engine = connect(f"sqlite:///{path}")
    begun = time.perf_counter()
    load(engine, "films", "benchmark", films)
    seconds = time.perf_counter() - begun
    engine.dispose()
    return seconds


def _rival(path: Path, films: Sequence[MovieRecord]) -> float:
    """Seconds of the RIVAL_TITLES films in the middle."""
    connection = sqlite3.connect(path)
    connection.executescript(_RIVAL_TABLES)
    numbers: dict[str, int] = {}
    half = len(films) // 2
    _insert(connection, films[:half], numbers, lambda: None)
    connection.commit()
    begun = time.perf_counter()
    _insert(connection, films[half : half + RIVAL_TITLES], numbers, connection.commit)
    seconds = time.perf_counter() - begun
    connection.close()
    return seconds


def _insert(
    connection: sqlite3.Connection,
    films: Sequence[MovieRecord],
    numbers: dict[str, int],
    after_row: Callable[[], None],
) -> None:
    for film in films:
        connection.execute(_RIVAL_MOVIE, _rival_row(film))
        after_row()
        for genre in film.genres:
            number = numbers.setdefault(genre, len(numbers) + 1)
            connection.execute("INSERT OR IGNORE INTO genre VALUES (?, ?)", (number, genre))
            connection.execute("INSERT INTO movie_genre VALUES (?, ?)", (film.id, number))
            after_row()


def _rival_row(film: MovieRecord) -> tuple[object, ...]:
    people = ", ".join(film.directors), ", ".join(film.actors)
    facts = film.minutes, film.description, film.score, film.votes, film.production_company
    return (film.id, film.title, film.year, *people, *facts)


if __name__ == "__main__":
    print(table(*compare()))
