"""A film's cells, each drawn on its own.

The order of the draws is part of what a seed means: another order gives another catalog.
"""

import tomllib
from collections.abc import Sequence
from itertools import accumulate
from math import exp
from pathlib import Path
from random import Random

from recommender_api.catalog.synthetic import distributions

WORDS = Path(__file__).with_name("words.toml")
MARK = "Synthetic"
"""What every production company's name begins with."""

_GENRE_NAMES = list(distributions.GENRES)
_GENRE_SHARES = list(accumulate(distributions.GENRES.values()))

_CURRENCIES = ("$", "$", "$", "EUR", "GBP", "INR")

_TITLES = (
    "The {0} {1}",
    "{0} {1}",
    "{1} of the {2}",
    "The {1} and the {2}",
    "A {1}, a {2}",
    "{0} {1}: The {2}",
    'The "{0}" {1}',
)


class Composer:
    """Draws a film's cells, each as the text that the CSV holds."""

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
        """A name that begins with MARK."""
        return f"{MARK} {self._one_of(self._nouns).title()} Pictures"

    def description(self) -> str:
        """One made-up sentence."""
        adjective, noun, _ = self._words()
        role, deed, ending = map(self._one_of, self._sentences)
        return f"In the {adjective} {noun}, {role} {deed}{ending}"

    def people(self, fewest: int, most: int) -> str:
        """`fewest` to `most` names in one cell; a name may come twice."""
        count = self._between(fewest, most)
        return ", ".join(self._random.choices(self._names, k=count))

    def genres(self) -> str:
        """One to three genres in one cell, sorted."""
        wanted = self._random.choices((1, 2, 3), distributions.GENRES_A_FILM)[0]
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
        """The year alone, or a day of it as `1999-12-31` or `31-12-1999`."""
        day, month = self._between(1, 28), self._between(1, 12)
        shape = self._share()
        if shape < 0.05:
            return str(year)
        return f"{year}-{month:02}-{day:02}" if shape < 0.5 else f"{day:02}-{month:02}-{year}"

    def figures(self) -> dict[str, str]:
        """Minutes, mean vote and votes, money, and counts of reviews."""
        random = self._random
        extra = int(exp(random.gauss(distributions.VOTES_LOG_MEAN, distributions.VOTES_LOG_SPREAD)))
        votes = min(distributions.FEWEST_VOTES + extra, distributions.MOST_VOTES)
        mean_vote = min(
            9.9, max(1.0, random.gauss(distributions.MEAN_VOTE, distributions.MEAN_VOTE_SPREAD))
        )
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
