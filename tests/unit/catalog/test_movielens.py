import pytest

from recommender_api.catalog.records import MovieRecord, Skipped


def test_links_and_ratings_are_joined(catalog):
    name, rows = catalog(
        movies__csv="movieId,title,genres\n1,Toy Story (1995),Children|Comedy\n2,Unlinked,\n",
        links__csv="movieId,imdbId,tmdbId\n1,0114709,862\n2,,\n",
        ratings__csv="userId,movieId,rating,timestamp\n1,1,5.0,9\n2,1,3.5,9\n3,1,99,9\nx,y,z,9\n",
        tags__csv="userId,movieId,tag,timestamp\n1,1,pixar,9\n",
    )
    assert name == "movielens"
    assert rows == [
        MovieRecord(
            id="tt0114709",
            title="Toy Story",
            year=1995,
            genres=("Family", "Comedy"),
            score=8.5,
            votes=2,
            imdb_id="tt0114709",
        ),
        MovieRecord(id="movielens-2", title="Unlinked"),
    ]


@pytest.mark.parametrize(
    ("titled", "title", "year"),
    [
        ("Postman, The (Postino, Il) (1994)", "The Postman (Il Postino)", 1994),
        ("Atalante, L' (1934)", "L'Atalante", 1934),
        ("Good, the Bad and the Ugly, The (1966)", "The Good, the Bad and the Ugly", 1966),
        ("Ricco (a.k.a. Gates of Hell, The) (1980)", "Ricco (a.k.a. The Gates of Hell)", 1980),
        ("Paris, Texas (1984)", "Paris, Texas", 1984),
        ("Girl, Interrupted (1999) ", "Girl, Interrupted", 1999),
        ("(500) Days of Summer (2009)", "(500) Days of Summer", 2009),
        ("Death Note: Desu nôto (2006–2007)", "Death Note: Desu nôto", 2006),
        ("2012 (2009)", "2012", 2009),
        ("Babylon 5", "Babylon 5", None),
        ("(1999)", "(1999)", 1999),
    ],
)
def test_titles_are_turned_round(catalog, titled, title, year):
    _, [film] = catalog(movies__csv=f'movieId,title,genres\n1,"{titled}",(no genres listed)\n')
    assert (film.title, film.year, film.genres) == (title, year, ())


@pytest.mark.parametrize("filling", [" ", "a", "(", ", ", "(a, "])
def test_titles_of_any_length_are_read_in_linear_time(catalog, filling):
    _, [film] = catalog(movies__csv=f'movieId,title,genres\n1,"A{filling * 200_000}, The",War\n')
    assert film.title


def test_two_films_with_one_imdb_id_are_one(catalog):
    _, rows = catalog(
        movies__csv="movieId,title,genres\n1,A (1995),War\n2,B (1995),War\nx,C,War\n3,,War\n",
        links__csv="movieId,imdbId,tmdbId\n1,0114709,862\n2,114709,862\n",
    )
    assert rows[1:] == [Skipped(2, "duplicate id"), Skipped(3, "no id"), Skipped(4, "no title")]
