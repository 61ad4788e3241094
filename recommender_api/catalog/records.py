"""What every catalog format is read into, before the database.

file --format reader--> MovieRecord | ProductRecord | Skipped, one for each row --> loading
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MovieRecord:
    """A film as its catalog states it; what the catalog does not say is None or empty."""

    id: str
    """Unique among all catalogs: an IMDb id (`tt0111161`), else `<catalog>-<id>` (`tmdb-19995`)."""
    title: str
    year: int | None = None
    genres: tuple[str, ...] = ()
    """IMDb's names: `Sci-Fi`, `Reality-TV`, `Music` for other catalogs' spellings of them."""
    directors: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    """In the order of the credits."""
    minutes: int | None = None
    description: str | None = None
    score: float | None = None
    """Mean of the votes, 0...10."""
    votes: int = 0
    imdb_id: str | None = None
    poster_url: str | None = None
    production_company: str | None = None
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class ProductRecord:
    """A product as its catalog states it."""

    id: str
    """Unique among all catalogs: `<catalog>-<id>`."""
    name: str
    category: str
    tags: tuple[str, ...] = ()
    description: str | None = None
    price: float | None = None
    image_url: str | None = None
    score: float | None = None
    """Mean of the ratings, scaled to 0...10."""
    votes: int = 0
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not loaded: its number in the file, from 1, and why in a few words."""

    row: int
    reason: str


Row = MovieRecord | ProductRecord | Skipped
