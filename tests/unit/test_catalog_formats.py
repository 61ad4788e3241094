import json

import pytest

from recommender_api.catalog.errors import CatalogDamaged
from recommender_api.catalog.files import Source
from recommender_api.catalog.formats.detect import detect
from recommender_api.catalog.formats.genres import genres
from recommender_api.catalog.formats.imdb_extensive import COLUMNS
from recommender_api.catalog.records import MovieRecord, ProductRecord, Row, Skipped


@pytest.fixture
def catalog(tmp_path):
    """Writes files and gives the name of the format that is detected, and what it reads."""

    def read(**texts):
        folder = tmp_path / "shop"
        folder.mkdir()
        for name, text in texts.items():
            (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
        source = Source(folder)
        form = detect(source)
        return form.name, list(form.read(source))

    return read


def table(*rows, delimiter=","):
    return "".join(delimiter.join(row) + "\n" for row in rows)


def imdb_row(**cells):
    film = {
        "imdb_title_id": "tt0111161",
        "title": "The Shawshank Redemption",
        "year": "1994",
        "genre": '"Crime, Drama"',
        "duration": "142",
        "director": "Frank Darabont",
        "actors": '"Tim Robbins, Morgan Freeman, Tim Robbins"',
        "description": '"Two men, ""Red"" and Andy, bond."',
        "avg_vote": "9.3",
        "votes": "2278845",
        "production_company": "Castle Rock",
        **cells,
    }
    return [film.get(column, "") for column in COLUMNS]


def lines(*objects):
    return "".join(json.dumps(one) + "\n" for one in objects)


class TestImdbExtensive:
    @pytest.fixture
    def read(self, catalog):
        def rows(*films):
            name, rows = catalog(any__csv=table(COLUMNS, *films))
            assert name == "imdb-extensive"
            return rows

        return rows

    def test_a_full_row_is_read(self, read):
        assert read(imdb_row()) == [
            MovieRecord(
                id="tt0111161",
                title="The Shawshank Redemption",
                year=1994,
                genres=("Crime", "Drama"),
                directors=("Frank Darabont",),
                actors=("Tim Robbins", "Morgan Freeman"),
                minutes=142,
                description='Two men, "Red" and Andy, bond.',
                score=9.3,
                votes=2278845,
                imdb_id="tt0111161",
                production_company="Castle Rock",
            )
        ]

    def test_a_year_with_words_around_it_is_read(self, read):
        assert read(imdb_row(year="TV Movie 2019"))[0].year == 2019

    def test_missing_cells_never_skip_a_row(self, read):
        empty = dict.fromkeys(set(COLUMNS) - {"imdb_title_id", "title"}, "")
        assert read(imdb_row(**empty)) == [
            MovieRecord(id="tt0111161", title="The Shawshank Redemption", imdb_id="tt0111161")
        ]

    def test_impossible_numbers_are_unknown(self, read):
        [film] = read(imdb_row(avg_vote="nan", votes="-3", duration="1e999", year="0"))
        assert (film.score, film.votes, film.minutes, film.year) == (None, 0, None, None)

    def test_rows_that_cannot_be_used_are_skipped_with_the_reason(self, read):
        rows = read(
            imdb_row(),
            imdb_row(),
            imdb_row(imdb_title_id="tt1", title="x"),
            imdb_row(imdb_title_id="tt0000007", title=" "),
            imdb_row()[:9],
            [*imdb_row(), "one more"],
        )
        assert rows[1:] == [
            Skipped(2, "duplicate id"),
            Skipped(3, "no IMDb id"),
            Skipped(4, "no title"),
            Skipped(5, "wrong number of columns"),
            Skipped(6, "wrong number of columns"),
        ]

    def test_blank_lines_are_no_rows(self, read):
        assert len(read([""], imdb_row(), ["", ""][:1])) == 1

    def test_a_quote_that_is_never_closed_costs_one_row(self, read):
        good = [imdb_row(imdb_title_id=f"tt{n:07}") for n in range(300)]
        broken = imdb_row(title='"Unclosed')
        rows = read(*good[:3], broken, *good[3:])
        assert [row for row in rows if isinstance(row, Skipped)] == [
            Skipped(4, "wrong number of columns")
        ]
        assert len(rows) == 301

    def test_an_endless_cell_costs_one_row(self, read):
        rows = read(imdb_row(title="x" * 2_000_000), imdb_row())
        assert rows[0] == Skipped(1, "wrong number of columns")
        assert isinstance(rows[1], MovieRecord)

    def test_a_half_written_last_line_is_skipped(self, catalog):
        whole = table(COLUMNS, imdb_row(), imdb_row(imdb_title_id="tt0000007"))
        _, rows = catalog(any__csv=whole[:-40])
        assert rows[1:] == [Skipped(2, "wrong number of columns")]

    def test_a_quote_left_open_in_the_header_costs_no_row(self, catalog):
        header = [*COLUMNS[:-1], '"reviews_from_critics']
        assert len(catalog(any__csv=table(header, imdb_row()))[1]) == 1

    def test_a_header_alone_is_an_empty_catalog(self, read):
        assert read() == []

    def test_synthetic_films_are_told_by_their_ids(self, read):
        [film] = read(imdb_row(imdb_title_id="tt9900000001"))
        assert film.synthetic
        assert film.imdb_id is None
        assert film.id == "tt9900000001"

    def test_control_characters_are_taken_out(self, read):
        assert read(imdb_row(title="A\x00B\x1b\u200bC"))[0].title == "AB\u200bC"


BASICS = (
    "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres"
)


def basics(*rows):
    return table(BASICS.split(), *rows, delimiter="\t")


class TestImdbTsv:
    def test_films_get_their_scores_and_others_are_skipped(self, catalog):
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

    def test_without_ratings_films_have_no_scores(self, catalog):
        _, [film] = catalog(
            basics__tsv=basics(["tt0000009", "movie", "A", "-", "0", "1894", r"\N", "45", "War"])
        )
        assert (film.score, film.votes) == (None, 0)


class TestMovieLens:
    def test_links_and_ratings_are_joined(self, catalog):
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
    def test_titles_are_turned_round(self, catalog, titled, title, year):
        _, [film] = catalog(movies__csv=f'movieId,title,genres\n1,"{titled}",(no genres listed)\n')
        assert (film.title, film.year, film.genres) == (title, year, ())

    @pytest.mark.parametrize("filling", [" ", "a", "(", ", ", "(a, "])
    def test_titles_of_any_length_are_read_in_linear_time(self, catalog, filling):
        _, [film] = catalog(
            movies__csv=f'movieId,title,genres\n1,"A{filling * 200_000}, The",War\n'
        )
        assert film.title

    def test_two_films_with_one_imdb_id_are_one(self, catalog):
        _, rows = catalog(
            movies__csv="movieId,title,genres\n1,A (1995),War\n2,B (1995),War\nx,C,War\n3,,War\n",
            links__csv="movieId,imdbId,tmdbId\n1,0114709,862\n2,114709,862\n",
        )
        assert rows[1:] == [Skipped(2, "duplicate id"), Skipped(3, "no id"), Skipped(4, "no title")]


TMDB = (
    "id,title,genres,overview,vote_average,vote_count,release_date,runtime,production_companies\n"
)


class TestTmdb:
    def test_json_cells_are_read_and_people_joined(self, catalog):
        name, [film] = catalog(
            movies__csv=TMDB
            + '19995,Avatar,"[{""id"": 878, ""name"": ""Science Fiction""}]",A marine.,7.2,11800,'
            + '2009-12-10,162.0,"[{""name"": ""Ingenious""}, {""name"": ""Fox""}]"\n',
            credits__csv="movie_id,title,cast,crew\n"
            + '19995,Avatar,"[{""name"": ""Sam Worthington""}]",'
            + '"[{""job"": ""Director"", ""name"": ""James Cameron""}, {""job"": ""Editor""}]"\n',
        )
        assert name == "tmdb-5000"
        assert film == MovieRecord(
            id="tmdb-19995",
            title="Avatar",
            year=2009,
            genres=("Sci-Fi",),
            directors=("James Cameron",),
            actors=("Sam Worthington",),
            minutes=162,
            description="A marine.",
            score=7.2,
            votes=11800,
            production_company="Ingenious",
        )

    def test_zeros_and_damaged_json_are_unknown(self, catalog):
        _, rows = catalog(
            movies__csv=TMDB
            + '1,A,"[{""name"": ""War""",  ,0.0,0,,0,[]\n'
            + f"2,B,{'[' * 50_000},,8,1,,,7\n"
            + "3,C,{},,8,1,,,null\n,D,[],,1,1,,,\n4,,[],,1,1,,,\n"
        )
        assert rows == [
            MovieRecord(id="tmdb-1", title="A"),
            MovieRecord(id="tmdb-2", title="B", score=8.0, votes=1),
            MovieRecord(id="tmdb-3", title="C", score=8.0, votes=1),
            Skipped(4, "no id"),
            Skipped(5, "no title"),
        ]


def wiki(title, year=1929, **more):
    return {"title": title, "year": year, "cast": [], "genres": [], "href": None, **more}


class TestWikipedia:
    def test_a_full_line_is_read(self, catalog):
        film = wiki(
            "In Old Arizona",
            cast=["Warner Baxter", "and", ")", "Sr."],
            genres=["Western", "Sports", "Sport", "Silent"],
            extract="A western.",
            thumbnail="https://upload.wikimedia.org/a.jpg",
        )
        name, rows = catalog(any__jsonl=lines(film))
        assert name == "wikipedia"
        assert rows == [
            MovieRecord(
                id="wikipedia-in-old-arizona-1929",
                title="In Old Arizona",
                year=1929,
                genres=("Western", "Sport"),
                actors=("Warner Baxter",),
                description="A western.",
                poster_url="https://upload.wikimedia.org/a.jpg",
            )
        ]

    def test_a_film_twice_in_its_year_is_skipped_and_others_keep_apart(self, catalog):
        films = (wiki("Carmen"), wiki("Carmen"), wiki("Carmen", 1915), wiki("Carmen!"), wiki(" "))
        _, rows = catalog(any__jsonl=lines(*films))
        assert [row.id for row in rows if isinstance(row, MovieRecord)] == [
            "wikipedia-carmen-1929",
            "wikipedia-carmen-1915",
            "wikipedia-carmen-1929-2",
        ]
        assert rows[1] == Skipped(2, "duplicate title and year")
        assert rows[4] == Skipped(5, "no title")

    def test_lines_that_are_no_objects_are_skipped(self, catalog):
        bad = ['{"title": "half wri', "[1]", "[" * 100_000, "1" * 5000]
        _, rows = catalog(any__jsonl=lines(wiki("A")) + "\n\n" + "\n".join(bad))
        assert [row.reason for row in rows[1:]] == [
            "not JSON",
            "not an object",
            "not JSON",
            "not JSON",
        ]

    def test_lone_surrogates_cannot_reach_the_database(self, catalog):
        _, [film] = catalog(any__jsonl=lines(wiki("A")).replace('"A"', '"A\\ud800"'))
        assert film.title == "A\N{REPLACEMENT CHARACTER}"

    def test_an_array_is_read_like_lines(self, catalog):
        name, rows = catalog(any__json=json.dumps([wiki("A"), wiki("B"), 3]))
        assert name == "wikipedia"
        assert [row.title for row in rows[:2]] == ["A", "B"]
        assert rows[2] == Skipped(3, "not an object")


class TestOwn:
    def test_films_and_products_are_read_from_one_folder(self, catalog):
        film = {
            "id": "tt0111161",
            "title": "The Shawshank Redemption",
            "year": 1994,
            "genres": ["Crime", "Drama"],
            "directors": ["Frank Darabont"],
            "score": 9.3,
            "votes": 5,
            "imdb_id": "tt0111161",
        }
        product = {
            "id": "starter-mug",
            "name": "Mug",
            "category": "kitchen",
            "tags": ["Warm", "warm"],
            "price": 4,
            "synthetic": True,
        }
        name, rows = catalog(movies__jsonl=lines(film), products__jsonl=lines(product))
        assert name == "mien"
        assert rows == [
            MovieRecord(
                id="tt0111161",
                title="The Shawshank Redemption",
                year=1994,
                genres=("Crime", "Drama"),
                directors=("Frank Darabont",),
                score=9.3,
                votes=5,
                imdb_id="tt0111161",
            ),
            ProductRecord(
                id="starter-mug",
                name="Mug",
                category="kitchen",
                tags=("warm",),
                price=4.0,
                synthetic=True,
            ),
        ]

    def test_misspelt_fields_and_wrong_types_skip_the_row(self, catalog):
        good = {"id": "starter-mug", "name": "Mug", "category": "kitchen"}
        _, rows = catalog(
            any__jsonl=lines(
                good,
                {**good, "prize": 3},
                {**good, "price": "3"},
                {**good, "votes": True},
                {**good, "name": ""},
                {**good, "id": ""},
                {**good, "id": "x" * 129},
                {"id": "tt1", "title": " "},
            )
        )
        assert [row.reason for row in rows[1:]] == [
            "unknown field prize",
            "wrong type of price",
            "wrong type of votes",
            "no name or category",
            "no id",
            "id too long",
            "no title",
        ]


MUG = ProductRecord(
    id="shop-m-1",
    name="Mug",
    category="kitchen",
    tags=("warm", "gift"),
    price=1299.5,
    image_url="https://x.org/m.png",
    score=9.0,
    votes=12,
)


class TestProducts:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_csv_under_other_names_is_read(self, catalog, delimiter):
        name, rows = catalog(
            any__csv=table(
                [
                    "SKU",
                    "Product Name",
                    "productCategory",
                    "Tags",
                    "Unit-Price",
                    "img",
                    "Stars",
                    "Votes",
                ],
                [
                    "m 1",
                    "Mug",
                    "kitchen",
                    '"Warm, gift"',
                    '"$1,299.50"',
                    MUG.image_url,
                    "4.5",
                    "12",
                ],
                delimiter=delimiter,
            )
        )
        assert name == "products"
        assert rows == [MUG]

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("any__json", "[{0}, {0}]"),
            ("any__json", '{{"total": 2, "products": [\n{0},\n{0}]}}'),
            ("any__jsonl", "{0}\n{0}\n"),
        ],
    )
    def test_json_in_any_shape_is_read(self, catalog, name, text):
        product = {
            "id": "m/1",
            "title": "Mug",
            "category": "kitchen",
            "tags": ["Warm", "gift"],
            "price": 1299.5,
            "images": ["m.png", MUG.image_url],
            "thumbnail": MUG.image_url,
            "rating": {"rate": 4.5, "count": 12},
        }
        format_name, rows = catalog(**{name: text.format(json.dumps(product))})
        assert format_name == "products"
        assert rows == [MUG, Skipped(2, "duplicate id")]

    @pytest.mark.parametrize("start", ["", "---\n# ours\nproducts:\n"])
    def test_yaml_is_read_and_its_words_stay_words(self, catalog, start):
        name, rows = catalog(
            any__yaml=start
            + "- id: 007\n  name: No\n  category: books\n  style: essay\n  price: 12.50\n"
            + "  description: one\n    - two\n"
            + "- id: 8\n  name: [broken\n"
            + "- only text\n"
            + "- name: Later\n  price: ~\n"
        )
        assert name == "products"
        assert rows == [
            ProductRecord(
                id="shop-007",
                name="No",
                category="books",
                tags=("essay",),
                price=12.5,
                description="one - two",
            ),
            Skipped(2, "not YAML"),
            Skipped(3, "not an object"),
            ProductRecord(id="shop-Later", name="Later", category="uncategorised"),
        ]

    @pytest.mark.parametrize(
        "item", ["- [", "- {a: *b}", "- " + "[" * 40_000 + "]" * 40_000, "- " * 40_000 + "a"]
    )
    def test_hostile_yaml_items_are_skipped(self, catalog, item):
        _, rows = catalog(any__yaml=f"- name: A\n  price: 1\n{item}\n- name: B\n  price: 2\n")
        assert [row.name for row in rows if isinstance(row, ProductRecord)] == ["A", "B"]
        assert rows[1].row == 2

    @pytest.mark.parametrize(
        ("price", "expected"),
        [
            ("$4.50", 4.5),
            ("1.299,00 €", 1299.0),
            ("12,99", 12.99),
            ("1 299,00 kr", 1299.0),
            ("10-20", 10.0),
            ("-5", None),
            ("free", None),
            ("", None),
            ("9" * 400, None),
        ],
    )
    def test_prices_lose_their_currency(self, catalog, price, expected):
        _, [product] = catalog(any__csv=table(["name", "price"], ["Mug", f'"{price}"']))
        assert product.price == expected

    @pytest.mark.parametrize(
        ("ratings", "scores"),
        [
            (["4.5", "5", ""], [9.0, 10.0, None]),
            (["4.5", "8", "10"], [4.5, 8.0, 10.0]),
            (["45", "80", "101"], [4.5, 8.0, None]),
            (["4.1 out of 5 stars", "3", "-1"], [8.2, 6.0, None]),
        ],
    )
    def test_the_highest_rating_tells_the_scale(self, catalog, ratings, scores):
        rows = [[str(number), "kitchen", rating] for number, rating in enumerate(ratings)]
        _, products = catalog(any__csv=table(["name", "category", "rating"], *rows))
        assert [product.score for product in products] == scores

    def test_products_without_a_name_or_usable_id_are_skipped(self, catalog):
        _, rows = catalog(any__csv=table(["name", "price"], ["", "3"], ["!!!", "3"], ["Mug", "3"]))
        assert rows[:2] == [Skipped(1, "no name"), Skipped(2, "no id")]
        assert rows[2].id == "shop-Mug"

    def test_reviews_are_counted(self, catalog):
        item = {"name": "Mug", "price": 3, "reviews": [{"rating": 3}, {"rating": 4}]}
        assert catalog(any__jsonl=lines(item))[1][0].votes == 2

    @pytest.mark.parametrize("end", ["", ', {"na', ", oops]"])
    def test_a_truncated_array_yields_its_rows_before_the_error(self, tmp_path, end):
        path = tmp_path / "shop.json"
        path.write_text('[{"name": "A", "price": 3}, {"name": "B", "price": 3}' + end)
        source = Source(path)
        rows: list[Row] = []
        with pytest.raises(CatalogDamaged, match=r"shop\.json: .* JSON.*, after row 2"):
            rows.extend(detect(source).read(source))
        assert [getattr(row, "name", None) for row in rows] == ["A", "B"]


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


def test_reading_twice_gives_the_same(catalog, tmp_path):
    _, rows = catalog(any__jsonl=lines(*(wiki("A"), wiki("A"), wiki("A!"), wiki("B"))))
    source = Source(tmp_path / "shop")
    assert list(detect(source).read(source)) == rows
