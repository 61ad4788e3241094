import pytest

from recommender_api.catalog.formats.genres import genres


@pytest.mark.parametrize(
    ("spelt", "named"),
    [
        ("Science Fiction", ("Sci-Fi",)),
        ("sci-fi", ("Sci-Fi",)),
        ("SciFi", ("Sci-Fi",)),
        ("Children", ("Family",)),
        ("Children's", ("Family",)),
        ("Musical", ("Musical",)),
        ("Music", ("Music",)),
        ("Sports", ("Sport",)),
        ("Noir", ("Film-Noir",)),
        ("Animated", ("Animation",)),
        ("Action & Adventure", ("Action", "Adventure")),
        ("Spy", ("Spy",)),
        ("IMAX", ()),
        ("(no genres listed)", ()),
        (" ", ()),
        ("x" * 65, ()),
        (None, ()),
        ({}, ()),
    ],
)
def test_genres_have_imdbs_names(spelt, named):
    assert genres([spelt]) == named


def test_two_spellings_of_a_genre_are_one():
    assert genres(["Sport", "Sports", "Drama", "Sport"]) == ("Sport", "Drama")
