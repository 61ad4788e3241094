"""A small catalog in which every genre and tag of the shipped mapping has something."""

from recommender_api.catalog.records import MovieRecord, ProductRecord
from recommender_api.recommend.mapping import Mapping

FILMS_A_GENRE = 12
MAPPING = Mapping.load()


def names(modes):
    return sorted({n for emotions in modes.values() for each in emotions.values() for n in each})


GENRES = names(MAPPING.movies)
TAGS = names(MAPPING.products)


def film(genre, place, **fields):
    """The `place`th of a genre: scores fall with it, votes rise, so the two rankings differ."""
    number = GENRES.index(genre) * 100 + place
    stated = {
        "id": f"tt{number:07d}",
        "title": f"{genre} {place}",
        "year": 1950 + 7 * place,
        "genres": (genre, ("Romance", "Crime", "Western")[place % 3]),
        "directors": (f"Director {place % 4}",),
        "actors": (f"Actor {place % 5}", f"Actor {genre}"),
        "minutes": 90 + place,
        "description": f"About {genre}.",
        "score": 9.0 - place / 4,
        "votes": 10 * 3**place,
        "imdb_id": f"tt{number:07d}",
        "poster_url": f"https://posters.example/{number}.jpg",
        "production_company": "Studio",
    }
    return MovieRecord(**stated | fields)


def films():
    return [film(genre, place) for genre in GENRES for place in range(FILMS_A_GENRE)]


def products():
    return [
        ProductRecord(
            f"shop-{k}",
            f"Thing {k}",
            ("home", "games")[k % 2],
            (TAGS[k % len(TAGS)], TAGS[(k + 7) % len(TAGS)]),
            price=k + 0.5,
            score=5 + k % 5,
            votes=k,
        )
        for k in range(2 * len(TAGS))
    ]
