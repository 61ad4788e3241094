"""The real file's counts and shares, which a synthetic catalog of any size repeats."""

FULL_SIZE = 85_855
"""Films in the real file."""

GAPS = {
    "description": 2115,
    "actors": 69,
    "director": 87,
    "country": 64,
    "language": 833,
    "production_company": 4455,
    "writer": 1572,
    "budget": 62_145,
    "usa_gross_income": 70_529,
    "worlwide_gross_income": 54_839,
    "metascore": 72_550,
    "reviews_from_users": 7597,
    "reviews_from_critics": 11_797,
}
"""Empty cells in FULL_SIZE rows: exactly those of the real file, from `writer` on about as many."""

GENRES = {
    "Drama": 47_110, "Comedy": 29_368, "Romance": 14_128, "Action": 12_948, "Thriller": 11_388,
    "Crime": 11_067, "Horror": 9557, "Adventure": 7590, "Mystery": 5225, "Family": 3962,
    "Fantasy": 3812, "Sci-Fi": 3608, "Biography": 2377, "History": 2296, "War": 2242,
    "Animation": 2141, "Musical": 2041, "Music": 1689, "Western": 1583, "Sport": 1064,
    "Film-Noir": 663,
}  # fmt: skip
"""Films in FULL_SIZE rows; how often each is drawn, in proportion."""
RARE_GENRES = {"Documentary": 2, "Reality-TV": 3, "News": 1}
"""Films in FULL_SIZE rows: at least one of each is in a catalog of any size that has room."""
GENRES_A_FILM = (0.31, 0.35, 0.34)
"""Shares of films with one, two and three genres."""

FILMS_A_YEAR = (
    (1894, 1), (1910, 8), (1920, 120), (1930, 200), (1940, 280), (1950, 370), (1960, 520),
    (1970, 640), (1980, 750), (1990, 850), (2000, 1300), (2010, 2300), (2017, 3329), (2019, 2841),
    (2020, 789),
)  # fmt: skip
"""Year and films of that year; straight lines between."""

FEWEST_VOTES, MOST_VOTES = 99, 2_300_000
VOTES_LOG_MEAN, VOTES_LOG_SPREAD = 5.95, 2.3
MEAN_VOTE, MEAN_VOTE_SPREAD = 5.9, 1.2
"""Votes above the fewest are log-normal, means of votes (1...10) normal."""
