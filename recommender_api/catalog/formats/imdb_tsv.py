r"""IMDb's official TSV files: title.basics, with scores from title.ratings where it lies beside.

    title.ratings --> id, score, votes (sorted arrays, 12 bytes a title)
    title.basics ---> film? ----------> record

`\N` is null, quotes are plain characters. The people are in three more files of gigabytes, which
are not read: these films have no directors and actors.
"""

import re
from collections.abc import Iterator

import numpy as np

from recommender_api.catalog.archives import Member
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats import cells
from recommender_api.catalog.formats.genres import genres
from recommender_api.catalog.formats.tables import columns, table
from recommender_api.catalog.records import MovieRecord

FILMS = {"movie", "short", "tvMovie", "tvShort", "tvSpecial", "video"}
"""The values of `titleType` that are films; the others are series, episodes and games."""

_BASICS = {"tconst", "titleType", "primaryTitle", "isAdult", "startYear", "genres"}
_RATINGS = {"tconst", "averageRating", "numVotes"}
_IMDB_ID = re.compile(r"tt\d{5,9}")


def claims(member: Member) -> bool:
    """Whether the file is title.basics."""
    return set(columns(member, "\t")) >= _BASICS


def read(source: Source) -> Iterator[MovieRecord | str]:
    """Each title that is a film, or why it is skipped. Raises CatalogDamaged."""
    ratings = _Ratings(source)
    for member in filter(claims, source.members):
        for row in table(source, member, "\t", quoted=False):
            yield row if isinstance(row, str) else _movie(row, ratings)


def _movie(row: dict[str, str], ratings: "_Ratings") -> MovieRecord | str:
    if row["titleType"] not in FILMS:
        return "not a film"
    if row["isAdult"] == "1":
        return "adult title"
    if not _IMDB_ID.fullmatch(row["tconst"]):
        return "no IMDb id"
    title = _text(row["primaryTitle"])
    if title is None:
        return "no title"
    score, votes = ratings.of(row["tconst"])
    return MovieRecord(
        id=row["tconst"],
        title=title,
        year=cells.year(row["startYear"]),
        genres=genres(row["genres"].split(",")),
        minutes=cells.whole(row.get("runtimeMinutes"), 1),
        score=score,
        votes=votes,
        imdb_id=row["tconst"],
    )


def _text(cell: str) -> str | None:
    return None if cell == r"\N" else cells.text(cell)


class _Ratings:
    """Scores and votes by title; the full file has over 1.5 million."""

    def __init__(self, source: Source) -> None:
        rows = np.fromiter(
            _rating_rows(source), [("title", np.uint32), ("score", np.float32), ("votes", np.int32)]
        )
        order = np.argsort(rows["title"], kind="stable")
        self._titles = rows["title"][order]
        self._scores = rows["score"][order]
        self._votes = rows["votes"][order]

    def of(self, title_id: str) -> tuple[float | None, int]:
        """The mean of the votes, 0...10, and their number; None and 0 where there are none."""
        title = int(title_id[2:])
        at = int(np.searchsorted(self._titles, title))
        if at == len(self._titles) or self._titles[at] != title:
            return None, 0
        return round(float(self._scores[at]), 1), int(self._votes[at])


def _rating_rows(source: Source) -> Iterator[tuple[int, float, int]]:
    for member in source.members:
        if set(columns(member, "\t")) >= _RATINGS:
            for row in table(source, member, "\t", quoted=False):
                if isinstance(row, dict) and _IMDB_ID.fullmatch(row["tconst"]):
                    score = cells.number(row["averageRating"], 0, 10)
                    votes = cells.whole(row["numVotes"], 0)
                    if score is not None and votes:
                        yield int(row["tconst"][2:]), score, votes
