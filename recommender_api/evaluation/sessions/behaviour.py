"""What simulated viewers show and say while they watch: noisy, and not only about their liking.

    pleasure --tanh, noise--> mood -1..1
    mood + what the film's genres call forth in anybody --Dirichlet--> READINGS readings
    mood --verdict, reason--> two lines on the film;  loved, loathed genres --> two on what is next

A horror film makes even those who love it look afraid; SLIP of the lines say something else than
the viewer means; UNSURE of the wishes name nothing.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from mien.perception.words.likes.opinion import Liking
from mien.taxonomy import LABELS
from recommender_api.evaluation.sessions.films import Films, Floats
from recommender_api.evaluation.sessions.hidden import HiddenTaste, Places

READINGS = 20
"""A session, one every two seconds; a clip gives more, but they say the same."""
NOISE = 0.4
SLIP = 0.15
UNSURE = 0.4
SHOWN, CALLED_FORTH = 0.35, 0.3
"""Shares of a face that show liking and what the genre calls forth; the rest is neutral."""
CONCENTRATION = 6.0

_PLEASED = {"happy": 0.8, "surprise": 0.2}
_DISPLEASED = {"angry": 0.25, "disgust": 0.3, "sad": 0.25, "neutral": 0.2}
_CALLED_FORTH = {
    "Comedy": "happy", "Romance": "happy", "Musical": "happy", "Children": "happy",
    "Horror": "fear", "Thriller": "fear", "Drama": "sad", "War": "sad", "Crime": "angry",
    "Mystery": "surprise", "Fantasy": "surprise", "Sci-Fi": "surprise", "Adventure": "surprise",
}  # fmt: skip
_WORDS: Final = Path(__file__).with_name("words.toml")


@dataclass(frozen=True, slots=True)
class Said:
    """A line, what it was asked for (None: the film), and whether it is about the film."""

    text: str
    asked: Liking | None
    about_item: bool


@dataclass(frozen=True, slots=True)
class Reaction:
    """(READINGS, 7) probabilities in the order of the taxonomy, and the lines."""

    probabilities: Floats
    lines: Sequence[Said]


def react(films: Films, taste: HiddenTaste, film: int, chance: np.random.Generator) -> Reaction:
    """A viewer's reaction to a film by its place."""
    mood = float(np.tanh(taste.pleasure[film] + chance.normal(0, NOISE)))
    names = [name for name, has in zip(films.genres, films.has[film], strict=True) if has]
    return Reaction(_faces(mood, names, chance), list(_lines(films, taste, mood, chance)))


def _faces(mood: float, genres: Sequence[str], chance: np.random.Generator) -> Floats:
    mix = dict.fromkeys(LABELS, 0.0)
    for label, share in (_PLEASED if mood > 0 else _DISPLEASED).items():
        mix[label] += SHOWN * abs(mood) * share
    called = [_CALLED_FORTH[name] for name in genres if name in _CALLED_FORTH]
    for label in called:
        mix[label] += CALLED_FORTH / len(called)
    mix["neutral"] += 1 - sum(mix.values())
    return chance.dirichlet(CONCENTRATION * np.array(list(mix.values())) + 0.1, READINGS)


def _lines(
    films: Films, taste: HiddenTaste, mood: float, chance: np.random.Generator
) -> Iterator[Said]:
    said = chance.uniform(-1, 1) if chance.random() < SLIP else mood
    verdicts = _words()["verdicts"]
    level = min(len(verdicts) - 1, int((said + 1) / 2 * len(verdicts)))
    yield Said(chance.choice(verdicts[level]), None, True)
    reason = chance.choice(_words()["praises" if said > 0 else "complaints"])
    yield Said(reason.format(aspect=chance.choice(_words()["aspects"])), None, True)
    yield Said(_wish(films, "wishes", taste.loved, chance), Liking.LIKE, False)
    yield Said(_wish(films, "refusals", taste.loathed, chance), Liking.DISLIKE, False)


def _wish(films: Films, form: str, genres: Places, chance: np.random.Generator) -> str:
    if chance.random() < UNSURE:
        return str(chance.choice(_words()["unsure"]))
    place = chance.integers(len(films.genres)) if chance.random() < SLIP else chance.choice(genres)
    genre = films.genres[place]
    name = chance.choice(_words()["genres"].get(genre, [genre.lower()]))
    return str(chance.choice(_words()[form])).format(aspect=name)


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_WORDS.read_text("utf-8"))
