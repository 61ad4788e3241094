"""Full-text search over films: FTS5 in SQLite, tsvector in PostgreSQL.

    words of a caller --without accents, quoted, the last one as a prefix--> ids, best match first

A caller's text never reaches the query language: only its letters and digits do.
"""

import re
from unicodedata import normalize

from sqlalchemy import Connection, text

from recommender_api.catalog.weighting import weighted

_WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_MOST_WORDS = 16
_LONGEST_WORD = 255
"""Characters; PostgreSQL refuses a word of 2 KiB."""

_OF_GENRE = (
    " AND (:genre = '' OR movie.id IN (SELECT item_id FROM movie_genre"
    " JOIN genre ON genre.id = genre_id WHERE genre.name = :genre))"
)
_SQLITE = text(
    "SELECT movie.id FROM movie_text JOIN movie ON movie.id = movie_text.rowid"
    f" JOIN prior ON prior.catalog = 'movie' WHERE movie_text MATCH :words{_OF_GENRE}"
    f" ORDER BY bm25(movie_text, 10.0, 4.0, 4.0, 1.0) - 0.5 * {weighted('movie')}, movie.id"
    " LIMIT :most OFFSET :start"
)
_POSTGRESQL = text(
    "SELECT id FROM movie JOIN prior ON catalog = 'movie'"
    f" WHERE searched @@ to_tsquery('simple', :words){_OF_GENRE}"
    " ORDER BY -ts_rank(searched, to_tsquery('simple', :words))"
    f" - 0.05 * {weighted('movie')}, id"
    " LIMIT :most OFFSET :start"
)


def index_text(connection: Connection) -> None:
    """Bring SQLite's full-text index up to date; PostgreSQL keeps its own."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO movie_text(movie_text) VALUES ('rebuild')"))


def search(
    connection: Connection, query: str, most: int, start: int = 0, genre: str = ""
) -> list[int]:
    """`movie.id` of up to `most` films with every word of `query`, after the first `start`.

    Only the first 16 words count. Of any genre where none is named.
    """
    words = [word[:_LONGEST_WORD] for word in _WORD.findall(_unaccented(query))[:_MOST_WORDS]]
    if not words:
        return []
    if connection.dialect.name == "sqlite":
        statement, match = _SQLITE, " ".join(f'"{word}"' for word in words) + "*"
    else:
        statement, match = _POSTGRESQL, " & ".join(words) + ":*"
    values = {"words": match, "genre": genre, "most": most, "start": start}
    found = connection.execute(statement, values)
    return list(found.scalars())


def _unaccented(query: str) -> str:
    """As both databases index a film's text."""
    return normalize("NFC", _ACCENTS.sub("", normalize("NFD", query)))
