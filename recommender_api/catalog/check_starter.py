"""Whether what ships in `starter/` is true: each fact of each film, against the data sets.

    MIEN_DATA/movies --readers--> Known: what each data set says of an IMDb id
    starter/movies.jsonl -----------------+--> CHECKS, a fact each --+
    every overview and extract --runs of words--> copied wording ----+--> table, exit code
    starter/products.jsonl --> structure ----------------------------+

TMDB has no IMDb ids: MovieLens links them. Wikipedia has none either, and is found by title and
year. Exits with 1 where anything disagrees. Run: `python -m recommender_api.catalog.check_starter`.
"""

import os
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.formats.tables import columns, table
from recommender_api.catalog.records import MovieRecord, ProductRecord, Row, Skipped

STARTER = Path(__file__).with_name("starter")
MOVIES, PRODUCTS = "movies.jsonl", "products.jsonl"
MINUTES_APART = 3
RUN = 8
"""Words in a row that a description may not share with a data set's."""
MIN_PRODUCTS = 120
MIN_CATEGORIES = 5

TMDB, IMDB, MOVIELENS, WIKIPEDIA = "TMDB", "IMDb", "MovieLens", "Wikipedia"
FILES = {
    TMDB: "tmdb_5000_movies.csv.xz",
    IMDB: "imdb_extensive_schema_sample_1002.csv.xz",
    MOVIELENS: "ml-latest-small-2018.tar.xz",
    WIKIPEDIA: "wikipedia_movies_36273.jsonl.xz",
}
"""The sample of IMDb's official TSVs is left out: its one feature film is of 1894."""

NOT_IN_EVERY_VOCABULARY = {"Biography", "Sport"}
"""Genres that TMDB and MovieLens have no word for, so that their silence says nothing."""

Said = Mapping[str, MovieRecord]
"""What is said of one film, by data set."""
Check = Callable[[MovieRecord, Said], str | None]
"""What disagrees; empty where nothing does, None where no data set states the fact."""


def main() -> int:
    """Print how many films each fact was checked for and what disagrees; 1 if anything does."""
    known = Known(_movies_folder())
    films = list(_movies(STARTER / MOVIES))
    problems = [*_checked(films, known), *_product_problems()]
    problems += [wrong for name in (MOVIES, PRODUCTS) for wrong in _skipped(STARTER / name)]
    print("\n".join(problems) or "nothing disagrees")
    return 1 if problems else 0


def _checked(films: list[MovieRecord], known: "Known") -> Iterator[str]:
    print(f"{'fact':<12}{'checked':>8}{'agree':>8}   of {len(films)} films")
    for fact, check in CHECKS.items():
        results = [(film, check(film, known.said_of(film))) for film in films]
        found = [f"{film.id} {film.title}: {fact}: {wrong}" for film, wrong in results if wrong]
        _print_row(fact, sum(wrong is not None for _, wrong in results), len(found))
        yield from found
    copied = list(_copied(films, known.prose()))
    _print_row("wording", len(films), len(copied))
    yield from copied


def _print_row(fact: str, checked: int, wrong: int) -> None:
    print(f"{fact:<12}{checked:>8}{checked - wrong:>8}")


class Known:
    """What the data sets say of films."""

    def __init__(self, data: Path) -> None:
        self._by_id: defaultdict[str, dict[str, MovieRecord]] = defaultdict(dict)
        self._by_title: defaultdict[str, list[MovieRecord]] = defaultdict(list)
        self._records = {name: list(_movies(data / file)) for name, file in FILES.items()}
        imdb_ids = dict(_links(data / FILES[MOVIELENS]))
        for name in (TMDB, IMDB, MOVIELENS):
            for record in self._records[name]:
                self._by_id[imdb_ids.get(record.id, record.id)][name] = record
        for record in self._records[WIKIPEDIA]:
            self._by_title[_plain(record.title)].append(record)

    def said_of(self, film: MovieRecord) -> Said:
        """What each data set says of the film."""
        said = dict(self._by_id.get(film.id, {}))
        titles = _titles(film) | {title for record in said.values() for title in _titles(record)}
        same = [record for title in titles for record in self._by_title.get(title, ())]
        near = [record for record in same if _apart(film.year, record.year) <= 1]
        nearest = min((_apart(film.year, record.year) for record in near), default=0)
        found = [record for record in near if _apart(film.year, record.year) == nearest]
        return said | ({WIKIPEDIA: found[0]} if len(found) == 1 else {})

    def prose(self) -> Iterator[str]:
        """Every description in every data set."""
        for records in self._records.values():
            yield from (record.description for record in records if record.description)


def _check_title(film: MovieRecord, said: Said) -> str | None:
    stated = {title for record in said.values() for title in _titles(record)}
    return "" if _plain(film.title) in stated else f"none of {sorted(stated)}"


def _check_year(film: MovieRecord, said: Said) -> str | None:
    years = {name: record.year for name, record in said.items() if record.year}
    return _outside(film.year, years, 1)


def _check_minutes(film: MovieRecord, said: Said) -> str | None:
    minutes = {name: record.minutes for name, record in said.items() if record.minutes}
    return _outside(film.minutes, minutes, MINUTES_APART)


def _check_imdb_id(film: MovieRecord, said: Said) -> str | None:
    if film.imdb_id != film.id:
        return f"{film.imdb_id} is not {film.id}"
    return "" if said.keys() & {TMDB, IMDB, MOVIELENS} else "no data set has it"


def _check_score(film: MovieRecord, said: Said) -> str | None:
    source = said.get(TMDB) or said.get(IMDB)
    if source is None:
        return "no data set to take it from"
    stated = source.score, source.votes
    ours = film.score, film.votes
    return "" if ours == stated else f"{ours} is not {stated}"


def _check_genres(film: MovieRecord, said: Said) -> str | None:
    stated = {genre for record in said.values() for genre in record.genres}
    if "Music" in stated:  # TMDB's name for musicals too
        stated.add("Musical")
    if re.search("reality|hidden camera", _prose_of(said.get(WIKIPEDIA))):
        stated.add("Reality-TV")
    unsaid = set(film.genres) - stated - NOT_IN_EVERY_VOCABULARY
    return f"nobody says {sorted(unsaid)}" if unsaid else ""


def _check_directors(film: MovieRecord, said: Said) -> str | None:
    article = _prose_of(said.get(WIKIPEDIA))
    imdb = said.get(IMDB)
    named = list(imdb.directors) if imdb else []
    if "directed" in article:
        named.append(article)
    return _one_named((director.split()[-1] for director in film.directors), named)


def _check_actors(film: MovieRecord, said: Said) -> str | None:
    if "Documentary" in film.genres:  # its people are listed as subjects, if at all
        return None
    named = [actor for record in said.values() for actor in record.actors]
    return _one_named(film.actors, [*named, _prose_of(said.get(WIKIPEDIA))] if named else [])


CHECKS: dict[str, Check] = {
    "title": _check_title,
    "year": _check_year,
    "minutes": _check_minutes,
    "IMDb id": _check_imdb_id,
    "score, votes": _check_score,
    "genres": _check_genres,
    "directors": _check_directors,
    "actors": _check_actors,
}


def _outside(ours: int | None, stated: Mapping[str, int], apart: int) -> str | None:
    far = {name: number for name, number in stated.items() if _apart(ours, number) > apart}
    if not stated:
        return None
    return f"{ours}, but {far}" if far else ""


def _apart(one: int | None, other: int | None) -> float:
    return float("inf") if one is None or other is None else abs(one - other)


def _one_named(names: Iterable[str], stated: list[str]) -> str | None:
    text = _plain(" ".join(stated))
    if not text:
        return None
    return "" if any(_plain(name) in text for name in names) else f"none is among {text[:80]!r}"


def _titles(record: MovieRecord) -> set[str]:
    """The title, whole and without the other ones that MovieLens puts in parentheses."""
    return {_plain(record.title), *map(_plain, record.title.split("("))} - {""}


def _prose_of(record: MovieRecord | None) -> str:
    return (record.description or "").lower() if record else ""


def _plain(text: str) -> str:
    return " ".join(_words(text))


def _words(text: str) -> list[str]:
    unaccented = unicodedata.normalize("NFKD", text.replace("&", " and "))
    return re.findall("[a-z0-9]+", re.sub("[\u0300-\u036f]", "", unaccented).lower())


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _words(text)
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def _copied(films: Iterable[MovieRecord], prose: Iterable[str]) -> Iterator[str]:
    ours = {run: film for film in films for run in _runs(film.description or "")}
    copied = {ours[run].id: run for text in prose for run in _runs(text) if run in ours}
    return (f"{film_id}: copied wording: {' '.join(run)}" for film_id, run in copied.items())


def _product_problems() -> Iterator[str]:
    rows = _rows(STARTER / PRODUCTS)
    products = [row for row in rows if isinstance(row, ProductRecord)]
    categories = {product.category for product in products}
    print(f"products: {len(products)} in {len(categories)} categories")
    if len(products) < MIN_PRODUCTS:
        yield f"{len(products)} products, not {MIN_PRODUCTS}"
    if len(categories) < MIN_CATEGORIES:
        yield f"{len(categories)} categories of products, not {MIN_CATEGORIES}"
    yield from (f"{product.id}: no tags" for product in products if not product.tags)


def _skipped(path: Path) -> Iterator[str]:
    """Rows that the loader would skip, as those of an id that was there before."""
    skipped = (row for row in _rows(path) if isinstance(row, Skipped))
    return (f"{path.name}, row {row.row}: {row.reason}" for row in skipped)


def _movies_folder() -> Path:
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    folder = Path(os.environ.get("MIEN_DATA", beside)) / "movies"
    if not folder.is_dir():
        sys.exit(f"no data at {folder}: set MIEN_DATA to the folder that holds movies/")
    return folder


def _rows(path: Path) -> Iterator[Row]:
    source = Source(path)
    return detect(source).read(source)


def _movies(path: Path) -> Iterator[MovieRecord]:
    return (row for row in _rows(path) if isinstance(row, MovieRecord))


def _links(path: Path) -> Iterator[tuple[str, str]]:
    """TMDB's and IMDb's id of each film, as the readers spell them."""
    source = Source(path)
    for member in source.members:
        if "tmdbId" in columns(member):
            for row in table(source, member):
                if isinstance(row, dict):
                    yield f"tmdb-{row['tmdbId']}", f"tt{row['imdbId']:0>7}"


if __name__ == "__main__":
    sys.exit(main())
