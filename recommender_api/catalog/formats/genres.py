"""Genres as other catalogs spell them, under IMDb's names.

What IMDb has no name for stays as it is (`Spy`); what names a medium or nothing is left out.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from recommender_api.catalog.formats.cells import MAX_LABEL, text

IMDB_GENRES = (
    "Action", "Adult", "Adventure", "Animation", "Biography", "Comedy", "Crime", "Documentary",
    "Drama", "Family", "Fantasy", "Film-Noir", "Game-Show", "History", "Horror", "Music", "Musical",
    "Mystery", "News", "Reality-TV", "Romance", "Sci-Fi", "Short", "Sport", "Talk-Show", "Thriller",
    "War", "Western",
)  # fmt: skip

_SPELLINGS = {
    "Action & Adventure": ("Action", "Adventure"),
    "Animated": ("Animation",),
    "Biographical": ("Biography",),
    "Biopic": ("Biography",),
    "Children": ("Family",),
    "Children's": ("Family",),
    "Found Footage": ("Horror",),
    "Historical": ("History",),
    "Kids": ("Family",),
    "Martial Arts": ("Action",),
    "Noir": ("Film-Noir",),
    "Reality": ("Reality-TV",),
    "Romantic Comedy": ("Romance", "Comedy"),
    "Satire": ("Comedy",),
    "Sci-Fi & Fantasy": ("Sci-Fi", "Fantasy"),
    "Science Fiction": ("Sci-Fi",),
    "Slasher": ("Horror",),
    "Sports": ("Sport",),
    "Superhero": ("Action",),
    "Suspense": ("Thriller",),
    "Talk": ("Talk-Show",),
    "War & Politics": ("War",),
}
"""Only what IMDb files under the same heading: a spy film need not be a thriller."""

_NO_GENRES = (
    "(no genres listed)", "Foreign", "IMAX", "Independent", "Live Action", "None", "Performance",
    "Silent", "TV Movie", "\\N",
)  # fmt: skip


def genres(names: Iterable[object]) -> tuple[str, ...]:
    """IMDb's names for the texts among `names`, each once, in order."""
    found = map(_named, (name for name in names if isinstance(name, str)))
    return tuple(dict.fromkeys(chain.from_iterable(found)))


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


_BY_KEY: dict[str, tuple[str, ...]] = {
    **{_key(name): (name,) for name in IMDB_GENRES},
    **{_key(name): found for name, found in _SPELLINGS.items()},
    **{_key(name): () for name in _NO_GENRES},
}


@lru_cache(maxsize=4096)
def _named(name: str) -> tuple[str, ...]:
    clean = text(name) or ""
    itself = (clean,) if 0 < len(clean) <= MAX_LABEL else ()
    return _BY_KEY.get(_key(clean), itself)
