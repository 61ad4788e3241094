"""Whether a film's description shares a run of words with any description in the data sets."""

from collections.abc import Iterable, Iterator

from recommender_api.catalog.check_starter.spelling import words
from recommender_api.catalog.records import MovieRecord

RUN = 8
"""Words in a row that a description may not share with a data set's."""


def copied(films: Iterable[MovieRecord], prose: Iterable[str]) -> Iterator[str]:
    """For each film that shares a run of words with `prose`, the film's id and the words."""
    ours = {run: film for film in films for run in _runs(film.description or "")}
    found = {ours[run].id: run for text in prose for run in _runs(text) if run in ours}
    return (f"{film_id}: copied wording: {' '.join(run)}" for film_id, run in found.items())


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    said = words(text)
    return (tuple(said[start : start + RUN]) for start in range(len(said) - RUN + 1))
