"""Each ranking's figures over the viewers who came to like films, and where they differ.

viewer x occasion --Ranking--> lists --nDCG, recall--> mean by weight --> one a viewer
                                 |
                                 +--> coverage of the catalog, diversity within a list
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender_api.evaluation import metrics
from recommender_api.evaluation.rankings import Film, Lists, Occasion, Ranking
from recommender_api.evaluation.split import Films

MOST = 10
"""Films a list; nDCG, recall and coverage are at this length."""

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Task:
    """Who asks for what: the films of each occasion, and what viewers saw and came to like."""

    films: Mapping[Occasion, Sequence[Film]]
    seen: Films
    relevant: Films

    def liked(self, viewer: str, occasion: Occasion) -> frozenset[str]:
        """The films of the occasion that the viewer came to like."""
        return self.relevant[viewer] & {film.id for film in self.films[occasion]}

    def wishes(self) -> Iterator[tuple[str, Occasion]]:
        """Each viewer with each occasion in which they came to like a film."""
        for viewer in sorted(self.relevant):
            for occasion in self.films:
                if self.liked(viewer, occasion):
                    yield viewer, occasion


@dataclass(frozen=True, slots=True)
class Result:
    """A ranking's figures, 0...1 where nothing else is said; nDCG and recall a viewer [n]."""

    ndcg: Values
    recall: Values
    coverage: float
    diversity: float
    decades: float
    """Different decades in a list, 1...MOST."""


def measure(task: Task, ranking: Ranking) -> Result:
    """A viewer's figures are means over their occasions, weighted; then viewers count alike."""
    gains: dict[str, list[tuple[float, float, float]]] = {}
    made: list[Lists] = []
    for viewer, occasion in task.wishes():
        lists = ranking(occasion, task.seen.get(viewer, frozenset()), MOST)
        liked = task.liked(viewer, occasion)
        gains.setdefault(viewer, []).append((occasion.weight, *_gain(lists, liked)))
        made.append(lists)
    ndcg, recall = np.array([_mean(weighted) for weighted in gains.values()]).T
    catalog = {film.id for films in task.films.values() for film in films}
    return Result(ndcg, recall, _coverage(made, catalog), _diversity(made), _decades(made))


def _gain(lists: Lists, liked: Collection[str]) -> tuple[float, float]:
    ranked = [[film.id for film in films] for films in lists]
    return (
        float(np.mean([metrics.ndcg(ids, liked, MOST) for ids in ranked])),
        float(np.mean([metrics.recall(ids, liked, MOST) for ids in ranked])),
    )


def _mean(weighted: Sequence[tuple[float, float, float]]) -> Values:
    weights, *values = np.array(weighted).T
    return np.average(values, axis=1, weights=weights)


def _coverage(made: Sequence[Lists], catalog: Collection[str]) -> float:
    """Where chance made several lists for each wish: the mean over the draws."""
    draws = zip(*made, strict=True)
    return float(
        np.mean([metrics.coverage([[f.id for f in films] for films in d], catalog) for d in draws])
    )


def _diversity(made: Sequence[Lists]) -> float:
    genres = [[film.genres for film in films] for lists in made for films in lists]
    return float(np.mean([metrics.diversity(each) for each in genres]))


def _decades(made: Sequence[Lists]) -> float:
    return float(np.mean([len({f.decade for f in films}) for lists in made for films in lists]))
