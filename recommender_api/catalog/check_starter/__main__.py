"""Whether what ships in `starter/` is true: each fact of each film, against the data sets.

    MIEN_DATA/movies --readers--> Known: what each data set says of an IMDb id
    starter/movies.jsonl -----------------+--> CHECKS, a fact each --+
    every overview and extract --runs of words--> copied wording ----+--> table, exit code
    starter/products.jsonl --> structure ----------------------------+

Exits with 1 where anything disagrees. Run: `python -m recommender_api.catalog.check_starter`.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from recommender_api.catalog.check_starter import shipped
from recommender_api.catalog.check_starter.facts import CHECKS
from recommender_api.catalog.check_starter.known import Known
from recommender_api.catalog.check_starter.wording import copied
from recommender_api.catalog.records import MovieRecord


def main() -> int:
    """Print how many films each fact was checked for and what disagrees; 1 if anything does."""
    known = Known(_movies_folder())
    films = list(shipped.movies(shipped.STARTER / shipped.MOVIES))
    problems = [*_checked(films, known), *shipped.product_problems()]
    problems += shipped.skipped_rows()
    print("\n".join(problems) or "nothing disagrees")
    return 1 if problems else 0


def _checked(films: list[MovieRecord], known: Known) -> Iterator[str]:
    print(f"{'fact':<12}{'checked':>8}{'agree':>8}   of {len(films)} films")
    for fact, check in CHECKS.items():
        results = [(film, check(film, known.said_of(film))) for film in films]
        found = [f"{film.id} {film.title}: {fact}: {wrong}" for film, wrong in results if wrong]
        _print_row(fact, sum(wrong is not None for _, wrong in results), len(found))
        yield from found
    same_words = list(copied(films, known.prose()))
    _print_row("wording", len(films), len(same_words))
    yield from same_words


def _print_row(fact: str, checked: int, wrong: int) -> None:
    print(f"{fact:<12}{checked:>8}{checked - wrong:>8}")


def _movies_folder() -> Path:
    beside = Path(__file__).resolve().parents[4] / "shared" / "data"
    folder = Path(os.environ.get("MIEN_DATA", beside)) / "movies"
    if not folder.is_dir():
        sys.exit(f"no data at {folder}: set MIEN_DATA to the folder that holds movies/")
    return folder


if __name__ == "__main__":
    sys.exit(main())
