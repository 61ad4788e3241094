"""One check a fact: a film that ships against what the data sets say of it."""

import re
from collections.abc import Callable, Iterable, Mapping

from recommender_api.catalog.check_starter.known import (
    IMDB,
    MOVIELENS,
    TMDB,
    WIKIPEDIA,
    Said,
    distance,
)
from recommender_api.catalog.check_starter.spelling import plain, plain_titles
from recommender_api.catalog.records import MovieRecord

MINUTES_APART = 3
NOT_IN_EVERY_VOCABULARY = {"Biography", "Sport"}
"""Genres that TMDB and MovieLens have no word for, so that their silence says nothing."""

Check = Callable[[MovieRecord, Said], str | None]
"""What disagrees; empty where nothing does, None where no data set states the fact."""


def _check_title(film: MovieRecord, said: Said) -> str | None:
    stated = {title for record in said.values() for title in plain_titles(record)}
    return "" if plain(film.title) in stated else f"none of {sorted(stated)}"


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
    far = {name: number for name, number in stated.items() if distance(ours, number) > apart}
    if not stated:
        return None
    return f"{ours}, but {far}" if far else ""


def _one_named(names: Iterable[str], stated: list[str]) -> str | None:
    text = plain(" ".join(stated))
    if not text:
        return None
    return "" if any(plain(name) in text for name in names) else f"none is among {text[:80]!r}"


def _prose_of(record: MovieRecord | None) -> str:
    return (record.description or "").lower() if record else ""
