"""A full-size catalog that is made up, in the shape of the "IMDb movies extensive" CSV.

    seed --> plan (years, gaps, rare genres) --> rows, one at a time --> CSV

For benchmarks and demonstrations: nothing in it is a real film, and every id (`tt99` and eight
digits) and production company says so. As many people, texts, countries and companies are missing
as in the real file of 85,855 films; years, genres, votes and money follow it roughly. It has that
file's quirks: `TV Movie 2019`, an id that comes twice, lists in one cell, two ways to write a date,
accents and quotes.
"""

import csv
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import exp
from pathlib import Path
from random import Random

from recommender_api.catalog.formats.imdb_extensive import COLUMNS

FULL_SIZE = 85_855
WORDS = Path(__file__).with_name("synthetic_words.toml")
MARK = "Synthetic"
"""What every production company's name begins with."""

_GAPS = {
    "description": 2115,
    "actors": 69,
    "director": 87,
    "country": 64,
    "language": 833,
    "production_company": 4455,
    "writer": 1572,
    "budget": 62_145,
    "usa_gross_income": 70_529,
    "worlwide_gross_income": 54_839,
    "metascore": 72_550,
    "reviews_from_users": 7597,
    "reviews_from_critics": 11_797,
}
"""Empty cells in FULL_SIZE rows: exactly those of the real file, from `writer` on about as many."""

_GENRES = {
    "Drama": 47_110, "Comedy": 29_368, "Romance": 14_128, "Action": 12_948, "Thriller": 11_388,
    "Crime": 11_067, "Horror": 9557, "Adventure": 7590, "Mystery": 5225, "Family": 3962,
    "Fantasy": 3812, "Sci-Fi": 3608, "Biography": 2377, "History": 2296, "War": 2242,
    "Animation": 2141, "Musical": 2041, "Music": 1689, "Western": 1583, "Sport": 1064,
    "Film-Noir": 663,
}  # fmt: skip
_RARE_GENRES = {"Documentary": 2, "Reality-TV": 3, "News": 1}
"""Films in FULL_SIZE rows: at least one of each is in a catalog of any size that has room."""
_GENRES_A_FILM = (0.31, 0.35, 0.34)

_GENRE_NAMES = list(_GENRES)
_GENRE_SHARES = list(accumulate(_GENRES.values()))

_CURRENCIES = ("$", "$", "$", "EUR", "GBP", "INR")

_FILMS_A_YEAR = (
    (1894, 1), (1910, 8), (1920, 120), (1930, 200), (1940, 280), (1950, 370), (1960, 520),
    (1970, 640), (1980, 750), (1990, 850), (2000, 1300), (2010, 2300), (2017, 3329), (2019, 2841),
    (2020, 789),
)  # fmt: skip
"""Between these years, lines."""

_TITLES = (
    "The {0} {1}",
    "{0} {1}",
    "{1} of the {2}",
    "The {1} and the {2}",
    "A {1}, a {2}",
    "{0} {1}: The {2}",
    'The "{0}" {1}',
)

_FEWEST_VOTES, _MOST_VOTES = 99, 2_300_000
_VOTES_LOG_MEAN, _VOTES_LOG_SPREAD = 5.95, 2.3
_MEAN_VOTE, _MEAN_VOTE_SPREAD = 5.9, 1.2


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
    plan = _Plan.drawn(titles, random)
    composer = _Composer(random)
    for number in range(titles):
        row = _row(number, plan, composer)
        yield row
        if number == titles // 2:
            yield list(row)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is decided over the whole catalog: the years in order, and which films lack what."""

    years: list[int]
    gaps: dict[str, frozenset[int]]
    rare_genres: dict[int, str]

    @classmethod
    def drawn(cls, titles: int, random: Random) -> "_Plan":
        gaps = {
            column: frozenset(random.sample(range(titles), _scaled(count, titles)))
            for column, count in _GAPS.items()
        }
        return cls(_years(titles, random), gaps, _rare_genres(titles, random))


def _scaled(count: int, titles: int) -> int:
    return round(count * titles / FULL_SIZE)


def _years(titles: int, random: Random) -> list[int]:
    weights: dict[int, float] = {}
    for (start, low), (end, high) in pairwise(_FILMS_A_YEAR):
        for year in range(start, end + 1):
            weights[year] = low + (high - low) * (year - start) / (end - start)
    drawn = random.choices(list(weights), list(weights.values()), k=titles)
    return sorted([_FILMS_A_YEAR[0][0], *drawn[1:]] if titles else [])


def _rare_genres(titles: int, random: Random) -> dict[int, str]:
    wanted = [
        genre
        for genre, count in _RARE_GENRES.items()
        for _ in range(max(1, _scaled(count, titles)))
    ]
    room = min(len(wanted), titles)
    return dict(zip(random.sample(range(titles), room), wanted, strict=False))


def _row(number: int, plan: _Plan, composer: "_Composer") -> list[str]:
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


class _Composer:
    """Draws a film's cells."""

    def __init__(self, random: Random) -> None:
        words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
        self._random = random
        self._share = random.random
        self._adjectives = words["adjectives"].split()
        self._nouns = words["nouns"].split()
        self._names = [
            f"{first} {last}"
            for first in words["first_names"].split()
            for last in words["last_names"].split()
        ]
        self._sentences = words["roles"], words["deeds"], words["endings"]
        self._countries = words["countries"]
        self._country_shares = list(accumulate(share for _, _, share in self._countries))

    def _one_of(self, choices: Sequence[str]) -> str:
        return choices[int(self._share() * len(choices))]

    def _between(self, low: int, high: int) -> int:
        return low + int(self._share() * (high - low + 1))

    def titles(self) -> dict[str, str]:
        """One film in four had another title at home."""
        title = self._title()
        original = self._title() if self._share() < 0.25 else title
        return {"title": title, "original_title": original}

    def _title(self) -> str:
        adjective, noun, other = map(str.title, self._words())
        return self._one_of(_TITLES).format(adjective, noun, other)

    def _words(self) -> tuple[str, str, str]:
        return (
            self._one_of(self._adjectives),
            self._one_of(self._nouns),
            self._one_of(self._nouns),
        )

    def company(self) -> str:
        return f"{MARK} {self._one_of(self._nouns).title()} Pictures"

    def description(self) -> str:
        adjective, noun, _ = self._words()
        role, deed, ending = map(self._one_of, self._sentences)
        return f"In the {adjective} {noun}, {role} {deed}{ending}"

    def people(self, fewest: int, most: int) -> str:
        count = self._between(fewest, most)
        return ", ".join(self._random.choices(self._names, k=count))

    def genres(self) -> str:
        wanted = self._random.choices((1, 2, 3), _GENRES_A_FILM)[0]
        drawn = self._random.choices(_GENRE_NAMES, cum_weights=_GENRE_SHARES, k=wanted + 2)
        return ", ".join(sorted(list(dict.fromkeys(drawn))[:wanted]))

    def origin(self, year: int) -> dict[str, str]:
        """Silent films' language reads `None`, as in the real file."""
        [(country, language, _)] = self._random.choices(
            self._countries, cum_weights=self._country_shares
        )
        if country != "USA" and self._share() < 0.15:
            country = f"{country}, USA"
        is_silent = year < 1930 and self._share() < 0.1
        return {"country": country, "language": "None" if is_silent else language}

    def date(self, year: int) -> str:
        day, month = self._between(1, 28), self._between(1, 12)
        shape = self._share()
        if shape < 0.05:
            return str(year)
        return f"{year}-{month:02}-{day:02}" if shape < 0.5 else f"{day:02}-{month:02}-{year}"

    def figures(self) -> dict[str, str]:
        """Votes, minutes and money."""
        random = self._random
        extra = int(exp(random.gauss(_VOTES_LOG_MEAN, _VOTES_LOG_SPREAD)))
        votes = min(_FEWEST_VOTES + extra, _MOST_VOTES)
        mean_vote = min(9.9, max(1.0, random.gauss(_MEAN_VOTE, _MEAN_VOTE_SPREAD)))
        budget = self._between(1, 3000) * 50_000
        return {
            "duration": str(min(400, max(41, round(random.gauss(100, 22))))),
            "avg_vote": f"{mean_vote:.1f}",
            "votes": str(votes),
            "budget": f"{self._one_of(_CURRENCIES)} {budget}",
            "usa_gross_income": f"$ {budget // 2}",
            "worlwide_gross_income": f"$ {budget * 2}",
            "metascore": str(self._between(5, 98)),
            "reviews_from_users": str(votes // 100 + 1),
            "reviews_from_critics": str(votes // 200 + 1),
        }
