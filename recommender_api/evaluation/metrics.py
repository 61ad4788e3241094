"""Figures for ranked lists: nDCG, recall, coverage, diversity within a list, and their intervals.

nDCG is that of Järvelin and Kekäläinen (2002) with gains of 0 and 1; intervals are by the
percentile bootstrap (Efron 1979) over viewers.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from math import log2

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 10_000


def ndcg(ranked: Sequence[str], relevant: Collection[str], most: int) -> float:
    """0...1: gain of the first `most`, less further down, over that of the best order.

    `relevant` has at least one item.
    """
    gain = sum(_gain(place) for place, item in enumerate(ranked[:most]) if item in relevant)
    return gain / sum(map(_gain, range(min(most, len(relevant)))))


def recall(ranked: Sequence[str], relevant: Collection[str], most: int) -> float:
    """0...1: share of the relevant items, at least one, that are among the first `most`."""
    return sum(item in relevant for item in ranked[:most]) / len(relevant)


def coverage(lists: Iterable[Sequence[str]], catalog: Collection[str]) -> float:
    """0...1: share of the catalog that is in at least one list."""
    return len({item for ranked in lists for item in ranked} & set(catalog)) / len(catalog)


def diversity(genres: Sequence[frozenset[str]]) -> float:
    """0...1: 1 - the mean Jaccard likeness of two films' genres; a list of one has none."""
    pairs = [len(one & other) / len(one | other) for one, other in combinations(genres, 2)]
    return 1 - sum(pairs) / len(pairs) if pairs else 0.0


def interval(differences: NDArray[np.float64], seed: int = 0) -> tuple[float, float]:
    """Where the mean of viewers' differences [n] lies with 95% confidence."""
    drawn = np.random.default_rng(seed).integers(
        len(differences), size=(RESAMPLES, len(differences))
    )
    low, high = np.percentile(differences[drawn].mean(axis=1), (2.5, 97.5))
    return float(low), float(high)


def _gain(place: int) -> float:
    return 1 / log2(place + 2)
