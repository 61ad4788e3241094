from recommender_api.catalog.records import MovieRecord, Skipped
from tests.unit.catalog.texts import table

BASICS = (
    "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres"
)


def basics(*rows):
    return table(BASICS.split(), *rows, delimiter="\t")


def test_films_get_their_scores_and_others_are_skipped(catalog):
    name, rows = catalog(
        basics__tsv=basics(
            ["tt0000001", "tvEpisode", "Carmencita", "-", "0", "1894", r"\N", "1", "Short"],
            ["tt0000009", "movie", 'Miss "Jerry', "-", "0", "1894", r"\N", "45", "Romance,War"],
            ["tt10000000", "tvMovie", "Unrated", "-", "0", r"\N", r"\N", r"\N", r"\N"],
            ["tt0000010", "video", "Blue", "-", "1", "1999", r"\N", "60", "Adult"],
            ["tt0000011", "movie", r"\N", "-", "0", r"\N", r"\N", r"\N", r"\N"],
            ["nm0000001", "movie", "Person", "-", "0", r"\N", r"\N", r"\N", r"\N"],
            ["tt0000012", "movie", "Cut"],
        ),
        scores__tsv="tconst\taverageRating\tnumVotes\ntt0000009\t5.6\t155\ntt0000001\t9\t9\nx\n",
    )
    assert name == "imdb-tsv"
    assert rows == [
        Skipped(1, "not a film"),
        MovieRecord(
            id="tt0000009",
            title='Miss "Jerry',
            year=1894,
            genres=("Romance", "War"),
            minutes=45,
            score=5.6,
            votes=155,
            imdb_id="tt0000009",
        ),
        MovieRecord(id="tt10000000", title="Unrated", imdb_id="tt10000000"),
        Skipped(4, "adult title"),
        Skipped(5, "no title"),
        Skipped(6, "no IMDb id"),
        Skipped(7, "wrong number of columns"),
    ]


def test_without_ratings_films_have_no_scores(catalog):
    _, [film] = catalog(
        basics__tsv=basics(["tt0000009", "movie", "A", "-", "0", "1894", r"\N", "45", "War"])
    )
    assert (film.score, film.votes) == (None, 0)
