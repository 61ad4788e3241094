"""A full-size catalog that is made up, in the shape of the "IMDb movies extensive" CSV.

    seed --> plan: years, gaps, rare genres --> rows, one at a time --> CSV
              ^                                  ^
              +---- distributions ---------------+--- composer: a film's cells <-- words.toml

For benchmarks and demonstrations: nothing in it is a real film, and every id (`tt99` and eight
digits) and production company says so. As many people, texts, countries and companies are missing
as in the real file of 85,855 films; years, genres, votes and money follow it roughly. It has that
file's quirks: `TV Movie 2019`, an id that comes twice, lists in one cell, two ways to write a date,
accents and quotes.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random

from recommender_api.catalog.formats.imdb_extensive import COLUMNS
from recommender_api.catalog.synthetic.composer import Composer
from recommender_api.catalog.synthetic.distributions import FULL_SIZE
from recommender_api.catalog.synthetic.plan import Plan

__all__ = ["FULL_SIZE", "generate", "write_csv"]


def write_csv(path: Path, titles: int, seed: int) -> None:
    """Write the header and `titles` + 1 rows of `generate` to `path`, as UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(generate(titles, seed))


def generate(titles: int, seed: int) -> Iterator[list[str]]:
    """Rows of `titles` different films, and one of them twice; the same for the same seed.

    Cells are in the order of COLUMNS. One film's year reads `TV Movie 2019`.
    """
    random = Random(seed)
    plan = Plan.drawn(titles, random)
    composer = Composer(random)
    for number in range(titles):
        row = _row(number, plan, composer)
        yield row
        if number == titles // 2:
            yield list(row)


def _row(number: int, plan: Plan, composer: Composer) -> list[str]:
    is_last = number == len(plan.years) - 1
    year = 2019 if is_last else plan.years[number]
    row = {
        "imdb_title_id": f"tt99{number:08d}",
        "year": f"TV Movie {year}" if is_last else str(year),
        "date_published": composer.date(year),
        "genre": plan.rare_genres.get(number) or composer.genres(),
        "director": composer.people(1, 2),
        "writer": composer.people(1, 2),
        "production_company": composer.company(),
        "actors": composer.people(5, 15),
        "description": composer.description(),
        **composer.titles(),
        **composer.origin(year),
        **composer.figures(),
    }
    row |= {column: "" for column, films in plan.gaps.items() if number in films}
    return [row[name] for name in COLUMNS]
