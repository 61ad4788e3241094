"""The Python client against the gateway over fake models, on a real socket."""

import asyncio
import threading

import pytest
from pydantic import TypeAdapter

from mien.client import Client, JobCancelled, Progress, ServerProblem, StreamRefused
from mien.client.replies.clips import AudioReply, ClipSummary, JobReply
from mien.client.replies.recommend import MoviesReply, ProductsReply, RecommendOptions
from mien.perception.reply import PredictReply
from recommender_api.access import keys
from recommender_api.access.scopes import Scope
from recommender_api.catalog.loading import load
from recommender_api.database import opened
from recommender_api.recommend.requests import RecommendRequest
from services.access import own_gate
from services.jobs.store import State
from tests.clips import clip
from tests.pictures import encoded, gradient
from tests.recommender.films import films, products
from tests.sounds import bursts, wav

PICTURE = encoded(gradient())
DARK = encoded(gradient().point(lambda value: 0))


def fits(reply, kind):
    """Whether a reply has exactly the fields and types that are published for it."""
    return TypeAdapter(kind).validate_python(reply, strict=True) == reply


@pytest.fixture
def url(address):
    return address.replace("ws://", "http://").removesuffix("/stream")


@pytest.fixture
def mien(url):
    with Client(url, patience=10) as client:
        yield client


@pytest.fixture
def catalog(settings, tmp_path):
    with opened(f"sqlite:///{tmp_path / 'catalog.db'}") as engine:
        load(engine, "all", "1", [*films(), *products()])


@pytest.fixture
def talk(tmp_path):
    path = tmp_path / "my talk.mp4"
    path.write_bytes(clip(1.0))
    return path


def test_a_picture_is_read_from_a_path_bytes_or_an_open_file(mien, tmp_path):
    path = tmp_path / "picture.jpg"
    path.write_bytes(PICTURE)
    with path.open("rb") as file:
        replies = [mien.predict(given) for given in (path, str(path), PICTURE, file)]
    assert replies[0]["dominant_emotion"] == "happy"
    assert all(reply == replies[0] and fits(reply, PredictReply) for reply in replies)
    assert mien.predict(DARK)["faces"] == []


def test_many_pictures_more_than_the_server_has_room_for_are_all_read(mien):
    *replies, bad = mien.predict_many([PICTURE] * 30 + [b"text"])
    assert all(len(reply["faces"]) == 2 for reply in replies)
    assert bad.code == "undecodable-image"


def test_a_sound_is_heard(mien):
    heard = mien.listen(wav(bursts(seconds=1.0)))
    assert (heard["dominant_emotion"], heard["duration"]) == ("surprise", 1.0)
    assert fits(heard, AudioReply)


@pytest.mark.usefixtures("runner")
def test_a_clip_is_read_its_files_kept_and_nothing_left_on_the_server(mien, talk, tmp_path, store):
    out = tmp_path / "out"
    told: list[Progress] = []
    summary = mien.analyze(talk, rate=5, folder=out, progress=told.append)
    assert fits(summary, ClipSummary)
    assert (summary["samples"], summary["dominant_emotion"]) == (5, "happy")
    names = {"annotated.mp4", "report.html", "summary.json", "timeline.csv", "timeline.json"}
    assert {path.name for path in out.iterdir()} == names
    assert "my talk.mp4" in (out / "report.html").read_text()
    assert {"sending", "analysing", "fetching"} <= {progress.stage for progress in told}
    assert list(store.jobs()) == []


@pytest.mark.usefixtures("runner")
def test_a_job_can_be_left_to_itself_and_found_again(mien, talk):
    sent = mien.jobs.submit(talk, video=False)
    assert fits(sent, JobReply)
    *_, done = mien.jobs.follow(sent["id"])
    assert done["state"] == "done"
    assert fits(done, JobReply)
    mien.jobs.forget(sent["id"])
    mien.jobs.forget(sent["id"])
    with pytest.raises(ServerProblem, match="no such job"):
        list(mien.jobs.follow(sent["id"]))


def test_an_interrupted_analysis_is_ended_on_the_server(mien, talk, store):
    def interrupt(progress):
        if progress.stage == "waiting":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        mien.analyze(talk, progress=interrupt)
    assert [job.state for job in store.jobs()] == [State.CANCELLED]


def test_an_analysis_that_another_client_cancels_says_so(mien, talk, store):
    def cancel(progress):
        if progress.stage == "waiting":
            for job in store.jobs():
                store.cancel(job.id)

    with pytest.raises(JobCancelled, match=r"my talk\.mp4"):
        mien.analyze(talk, progress=cancel)


@pytest.mark.parametrize("size", [200_001, 50_000_000])
def test_a_clip_over_the_limit_is_told_so_while_it_is_sent(mien, tmp_path, size):
    with (tmp_path / "long.mp4").open("wb") as file:
        file.truncate(size)
    with pytest.raises(ServerProblem) as raised:
        mien.analyze(tmp_path / "long.mp4")
    assert (raised.value.status, raised.value.code) == (413, "body-too-large")


@pytest.mark.usefixtures("catalog")
def test_films_and_products_are_recommended(mien):
    found = mien.recommend("Happy", 3, "keepup", year_from=1960, explain=True, cursor="")
    assert len(found["movies"]) == 3
    assert fits(found, MoviesReply)
    shares = {"happy": 0.5, "sad": 0.5}
    items = mien.recommend(shares, 2, catalog="products", explain=True)
    assert len(items["products"]) == 2
    assert fits(items, ProductsReply)


@pytest.mark.usefixtures("catalog")
def test_a_wrong_wish_is_named(mien):
    with pytest.raises(ServerProblem) as raised:
        mien.recommend("Hungry")
    assert (raised.value.status, raised.value.code) == (422, "unknown-emotion")


def test_every_option_of_a_recommendation_can_be_given():
    own = {"emotion", "emotions", "num_of_movies", "recommendation_type", "catalog"}
    assert set(RecommendOptions.__annotations__) == set(RecommendRequest.model_fields) - own


def test_a_full_queue_is_waited_for(mien, reader):
    reader.gate.clear()
    asking = [threading.Thread(target=mien.predict, args=(PICTURE,)) for _ in range(8)]
    for thread in asking:
        thread.start()
    threading.Timer(0.3, reader.gate.set).start()
    for thread in asking:
        thread.join(20)
    assert mien.predict(PICTURE)["faces"]


class TestWhereKeysAreRequired:
    @pytest.fixture
    def settings(self, settings, tmp_path):
        url = f"sqlite:///{tmp_path / 'catalog.db'}"
        return settings.model_copy(update={"require_keys": True, "database_url": url})

    @pytest.fixture
    def app(self, app, settings):
        app.state.gate = own_gate(settings)
        return app

    @pytest.fixture
    def key(self, settings):
        with opened(settings.database_url) as engine, engine.begin() as connection:
            return keys.create(connection, "a test", [Scope.PERCEIVE], 600)[1]

    def test_a_client_is_let_in_by_its_key(self, url, key):
        with Client(url, key) as mien:
            assert mien.predict(PICTURE)["faces"]

    def test_a_client_without_one_is_told_so(self, mien):
        with pytest.raises(ServerProblem) as raised:
            mien.predict(PICTURE)
        assert (raised.value.status, raised.value.code) == (401, "key-required")

    async def test_so_are_streams(self, url, key):
        stream = Client(url, key).stream([PICTURE])
        assert len([sample async for sample in stream]) == 1
        with pytest.raises(StreamRefused, match="403"):
            await asyncio.wait_for(anext(aiter(Client(url).stream([PICTURE]))), 10)
