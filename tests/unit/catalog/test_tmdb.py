from recommender_api.catalog.records import MovieRecord, Skipped

TMDB = (
    "id,title,genres,overview,vote_average,vote_count,release_date,runtime,production_companies\n"
)


def test_json_cells_are_read_and_people_joined(catalog):
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


def test_zeros_and_damaged_json_are_unknown(catalog):
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
