"""Simulated viewers: what each would like, which no part of the recommender is told.

    pleasure in a film = its best genre + its worst genre      loved 1..2, loathed -2..-1
                       + a bonus for one pair of genres together
                       + nearness to a favourite era           0..ERA
                       + QUALITY x the rating's rank       -1 the worst, 1 the best
                       + a whim of the viewer's about this very film, N(0, WHIM)

The learner knows nothing of this form: it adds up weights of single genres and has no pairs, eras
or whims.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender_api.evaluation.sessions.films import Films, Floats

LOVED, LOATHED = (2, 3), (2, 3)
"""How many genres at least and at most."""
INDIFFERENT = 0.3
PAIR = 1.0
ERA, ERA_YEARS = 0.8, 12.0
QUALITY = 0.8
WHIM = 0.5
USUAL = 0.02
"""A loved or loathed genre has at least this share of the films."""

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class HiddenTaste:
    """Genres by place; (n,) pleasure in each film, standardised, and its rank: 0 for the film that
    pleases most, towards 1 for the one that pleases least."""

    loved: Places
    loathed: Places
    pleasure: Floats
    rank: Floats


def hidden_taste(films: Films, chance: np.random.Generator) -> HiddenTaste:
    """One viewer's."""
    usual = chance.permutation(films.usual_genres(USUAL))
    loved = usual[: chance.integers(LOVED[0], LOVED[1] + 1)]
    loathed = usual[len(loved) :][: chance.integers(LOATHED[0], LOATHED[1] + 1)]
    pleasure = _by_genre(films, loved, loathed, chance)
    pair = chance.choice(usual, 2, replace=False)
    pleasure += PAIR * films.has[:, pair].all(axis=1)
    era = (films.years - chance.uniform(1960, 2015)) / ERA_YEARS
    pleasure += ERA * np.nan_to_num(np.exp(-(era**2)))
    pleasure += QUALITY * (2 * _rank(films.ratings) - 1)
    pleasure += chance.normal(0, WHIM, len(films.ids))
    standard = (pleasure - pleasure.mean()) / pleasure.std()
    return HiddenTaste(loved, loathed, standard, _rank(-pleasure))


def _rank(values: Floats) -> Floats:
    """0 for the smallest, towards 1 for the largest."""
    return np.argsort(np.argsort(values)) / len(values)


def _by_genre(films: Films, loved: Places, loathed: Places, chance: np.random.Generator) -> Floats:
    """A film is as good as its best genre and as bad as its worst."""
    liking = chance.normal(0, INDIFFERENT, len(films.genres))
    liking[loved] = chance.uniform(1, 2, len(loved))
    liking[loathed] = -chance.uniform(1, 2, len(loathed))
    each = np.where(films.has, liking, np.nan)
    best, worst = np.nanmax(each, axis=1), np.nanmin(each, axis=1)
    pleasure: Floats = np.maximum(best, 0) + np.minimum(worst, 0)
    return pleasure
