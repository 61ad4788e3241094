"""A new version while the old one serves: its schema under it, and its server in its place."""

import http.client
import os
import signal
import subprocess
import threading
import time
from collections import Counter
from contextlib import closing, contextmanager

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect as connect_stream

from mien.clips.messages import Kind, pack
from recommender_api.catalog.loading import load
from recommender_api.database import connect, engine_of
from recommender_api.schema import upgrade
from tests.e2e.servers import BIN, running
from tests.pictures import ASTRONAUT
from tests.recommender.databases import database
from tests.recommender.films import films, products
from tests.recommender.later_version import ADDS, later_version

MIEN = str(BIN / "mien")
PICTURE = ASTRONAUT.read_bytes()
WANTED = {"emotion": "Happy", "num_of_movies": 2, "recommendation_type": "keepup"}


class Load:
    """Threads that ask until told to stop; what was answered, and what failed."""

    def __init__(self, *works):
        self.answers: Counter[tuple[str, object]] = Counter()
        self.failures: list[tuple[str, str]] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._repeat, args=(work,)) for work in works]

    @contextmanager
    def going_on(self):
        for thread in self._threads:
            thread.start()
        try:
            yield self
        finally:
            self._over.set()
            for thread in self._threads:
                thread.join()

    def _repeat(self, work):
        with work() as ask:
            while not self._over.is_set():
                try:
                    self.answers[work.__name__, ask()] += 1
                except Exception as error:
                    self.failures.append((work.__name__, repr(error)))


def catalog_of(url):
    engine = connect(url)
    load(engine, "all", "1", [*films(), *products()])
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_schema_of_a_later_version_comes_while_this_one_serves(kind, tmp_path):
    with database(kind, tmp_path) as url:
        catalog_of(url)
        command = [MIEN, "recommend", "serve"]
        with running(command, MIEN_DATABASE_URL=url) as server:

            @contextmanager
            def reads():
                with httpx.Client(base_url=server.url) as client:
                    yield lambda: client.post("/api/v1/recommend", json=WANTED).status_code

            @contextmanager
            def writes():
                with httpx.Client(base_url=server.url) as client:
                    yield lambda: client.post("/api/v1/viewers").status_code

            with Load(reads, reads, writes).going_on() as load_:
                time.sleep(0.5)
                engine = engine_of(url)
                upgrade(engine, later_version(tmp_path, ADDS))
                engine.dispose()
                time.sleep(0.5)
        assert load_.failures == []
        assert {status for _, status in load_.answers} == {200, 201}


class Kept:
    """A client that keeps its connection until it is told that it ends; it never tries again."""

    def __init__(self, port, path, body=None, pause=0.0):
        self._port, self._path, self._body, self._pause = port, path, body, pause
        self._connection = None

    def __call__(self):
        connection = self._connection or http.client.HTTPConnection("127.0.0.1", self._port)
        self._connection = None
        connection.request("POST" if self._body else "GET", self._path, self._body)
        response = connection.getresponse()
        response.read()
        if response.will_close:
            connection.close()
        else:
            self._connection = connection
        time.sleep(self._pause)
        return response.status

    def close(self):
        if self._connection:
            self._connection.close()


def test_a_server_takes_over_from_another_and_no_request_notices(tmp_path):
    database, jobs = f"sqlite:///{tmp_path}/mien.db", str(tmp_path)
    own = {"MIEN_DATABASE_URL": database, "MIEN_JOBS_DIR": jobs}
    with running([MIEN, "serve"], MIEN_DATABASE_URL=database, MIEN_JOBS_DIR=jobs) as old:
        old.await_all_listening()
        port = int(old.url.rpartition(":")[2])
        closed: list[int] = []

        @contextmanager
        def pictures():
            with closing(Kept(port, "/predict", PICTURE)) as ask:
                yield ask

        @contextmanager
        def now_and_then():
            with closing(Kept(port, "/livez", pause=0.7)) as ask:
                yield ask

        @contextmanager
        def strangers():
            yield lambda: httpx.get(f"{old.url}/livez").status_code

        @contextmanager
        def live():
            yield lambda: stream(port, closed)

        works = (pictures, pictures, now_and_then, strangers, strangers, live)
        load_ = Load(*works)
        with taking_over(port, own), load_.going_on():
            assert old.process.wait(120) == 0
            time.sleep(0.5)
        assert load_.failures == []
        assert {status for _, status in load_.answers} == {200, "sample"}
        assert 1012 in closed


def stream(port, closed):
    """Pictures until the server ends the stream, or a hundred."""
    try:
        with connect_stream(f"ws://127.0.0.1:{port}/stream") as socket:
            for number in range(100):
                socket.send(pack(Kind.PICTURE, number / 10, PICTURE))
                socket.recv(timeout=20)
    except ConnectionClosed as end:
        closed.append(end.rcvd.code if end.rcvd else 0)
    return "sample"


@contextmanager
def taking_over(port, environment):
    process = subprocess.Popen(
        [MIEN, "serve", "--port", str(port), "--take-over"],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
