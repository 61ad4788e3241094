"""Loading films: ours against one INSERT and one commit for each film and each film–genre link.

    the same films --> ours: recommender_api.catalog.loading, with every index and full text
                   --> rival: three tables with primary keys only, in a file of its own

The rival writes with the driver itself and default pragmas, which is kinder to it than an ORM. It
loads its first films only, and its time is scaled up in proportion.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from recommender_api.catalog import synthetic
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.loading import load
from recommender_api.catalog.records import MovieRecord
from recommender_api.database import connect

TITLES = 85_855
RIVAL_TITLES = 2_000

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
    """How long `titles` films took; the rival's `seconds` are scaled up from `measured` films."""

    subject: str
    titles: int
    measured: int
    seconds: float


def compare(titles: int = TITLES, rival_titles: int = RIVAL_TITLES) -> tuple[Loading, Loading]:
    """Ours and the rival, one after the other on the same disk."""
    with TemporaryDirectory() as folder:
        films = _films(Path(folder), titles)
        ours = _timed(lambda: _ours(Path(folder) / "ours.db", films))
        some = films[:rival_titles]
        rival = _timed(lambda: _rival(Path(folder) / "rival.db", some))
    return (
        Loading("ours", len(films), len(films), ours),
        Loading("one commit a row", len(films), len(some), rival * len(films) / len(some)),
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
    return "\n".join([*lines, "", f"Ours takes 1/{rival.seconds / ours.seconds:.0f} of the time."])


def _films(folder: Path, titles: int) -> list[MovieRecord]:
    path = folder / "films.csv"
    synthetic.write_csv(path, titles, seed=1)
    source = Source(path)
    return [row for row in detect(source).read(source) if isinstance(row, MovieRecord)]


def _timed(run: Callable[[], None]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def _ours(path: Path, films: Sequence[MovieRecord]) -> None:
    engine = connect(f"sqlite:///{path}")
    load(engine, "films", "benchmark", films)
    engine.dispose()


def _rival(path: Path, films: Sequence[MovieRecord]) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(_RIVAL_TABLES)
    numbers: dict[str, int] = {}
    for film in films:
        connection.execute(_RIVAL_MOVIE, _rival_row(film))
        connection.commit()
        for genre in film.genres:
            number = numbers.setdefault(genre, len(numbers) + 1)
            connection.execute("INSERT OR IGNORE INTO genre VALUES (?, ?)", (number, genre))
            connection.execute("INSERT INTO movie_genre VALUES (?, ?)", (film.id, number))
            connection.commit()
    connection.close()


def _rival_row(film: MovieRecord) -> tuple[object, ...]:
    people = ", ".join(film.directors), ", ".join(film.actors)
    facts = film.minutes, film.description, film.score, film.votes, film.production_company
    return (film.id, film.title, film.year, *people, *facts)


if __name__ == "__main__":
    print(table(*compare()))
