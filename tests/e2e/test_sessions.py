"""The whole loop over HTTP on a real gateway, which is killed in the middle.

consent -> item -> readings of a clip -> chat -> end -> report -> better recommendations
"""

import json
import subprocess
from contextlib import nullcontext
from fractions import Fraction
from io import BytesIO

import av
import httpx
import numpy as np
import psutil
import pytest
from PIL import Image

from tests.e2e.servers import BIN, ROOT, running
from tests.pictures import ASTRONAUT
from tests.recommender.databases import postgresql

MIEN = str(BIN / "mien")
STARTER = ROOT / "recommender_api" / "catalog" / "starter"
FILM = {"catalog": "movies", "id": "tt0017136"}
COUNT = 100
WISH = {"count": COUNT, "emotion": "fear", "mode": "keepup", "explore": 0}
FRAMES, RATE = 30, 10


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    postgres = request.param == "postgresql"
    with postgresql() if postgres else nullcontext(f"sqlite:///{tmp_path / 'mien.db'}") as url:
        subprocess.run([MIEN, "catalog", "load", str(STARTER), "--db", url], check=True)
        yield url


@pytest.fixture(scope="module")
def genres():
    lines = (STARTER / "movies.jsonl").read_text("utf-8").splitlines()
    return {film["id"]: set(film["genres"]) for film in map(json.loads, lines)}


def portrait_clip():
    """Three seconds of the astronaut, who moves a little."""
    pixels = np.asarray(Image.open(ASTRONAUT).convert("RGB"))
    file = BytesIO()
    with av.open(file, "w", format="mp4") as out:
        video = out.add_stream("libx264", rate=Fraction(RATE), options={"preset": "ultrafast"})
        video.height, video.width = pixels.shape[:2]
        video.pix_fmt = "yuv420p"
        for number in range(FRAMES):
            moved = np.roll(pixels, number, axis=1)
            out.mux(video.encode(av.VideoFrame.from_ndarray(moved, format="rgb24")))
        out.mux(video.encode(None))
    return file.getvalue()


class Caller:
    """The viewer's application, which knows the viewer's token and finds the server anew."""

    def __init__(self):
        self.url = ""
        self.headers = {}

    def call(self, method, path, body=None, status=200):
        content = body if isinstance(body, bytes) else None
        answer = httpx.request(
            method,
            f"{self.url}{path}",
            headers=self.headers,
            content=content,
            json=None if content else body,
            timeout=30,
        )
        assert answer.status_code == status, answer.text
        return answer

    def post(self, path, body=None, status=200):
        return self.call("POST", f"/api/v1{path}", body, status).json()

    def get(self, path):
        return self.call("GET", f"/api/v1{path}").json()


def timeline(caller):
    """What the gateway reads in the clip, as it hands it out."""
    done = caller.call("POST", "/analyze?wait=30&video=false", portrait_clip()).json()
    return caller.call("GET", f"/jobs/{done['id']}/files/timeline.json").content


def places(caller, viewer, genres, genre):
    """The mean place of a genre's films among those recommended; COUNT for one that is not."""
    found = [
        film["movie_id"] for film in caller.post(f"/viewers/{viewer}/recommend", WISH)["movies"]
    ]
    of_genre = [film for film, names in genres.items() if genre in names and film != FILM["id"]]
    order = [found.index(film) if film in found else COUNT for film in of_genre]
    return sum(order) / len(order)


def kill_all(server):
    family = [server.process, *psutil.Process(server.process.pid).children(recursive=True)]
    for process in family:
        process.kill()
    server.process.wait(10)


def test_the_whole_loop_with_a_restart_in_between(database, genres):
    caller = Caller()
    with running([MIEN, "serve"], MIEN_DATABASE_URL=database) as server:
        caller.url = server.url
        viewer = caller.post("/viewers", status=201)
        caller.headers = {"Authorization": f"Bearer {viewer['token']}"}
        viewer_id = viewer["viewer_id"]
        before = {g: places(caller, viewer_id, genres, g) for g in ("Sci-Fi", "Horror")}
        begin = {
            "viewer_id": viewer_id,
            "purpose": "choosing what to screen next",
            "context": "screening",
            "modalities": ["face", "voice", "words"],
            "item": FILM,
            "consent": {"expires": 1},
        }
        begun = caller.post("/sessions", begin, 201)
        session = f"/sessions/{begun['session_id']}"
        read = timeline(caller)
        caller.post(f"{session}/readings?live=false", read, 403)
        acknowledgement = {"acknowledged": True, "notice": begun["notice"]["version"]}
        caller.post(f"{session}/consent", acknowledgement)
        stored = caller.post(f"{session}/readings?live=false", read)
        assert stored["stored"] == pytest.approx(FRAMES, abs=2)
        caller.post(f"{session}/chat", {"text": "I loved it, it was wonderful!"})
        kill_all(server)
    with running([MIEN, "serve"], MIEN_DATABASE_URL=database) as server:
        caller.url = server.url
        again = caller.post(f"{session}/readings?live=false", read)
        assert (again["stored"], again["known"]) == (0, stored["stored"])
        for said in ("The robots and the city were amazing", "more sci-fi please"):
            assert caller.post(f"{session}/chat", {"text": said})["finished"] is False
        assert caller.post(f"{session}/chat", {"text": "no horror at all"})["finished"] is True
        report = caller.post(f"{session}/end")
        assert report["score"]["value"] > 0
        assert report["expressions"]["readings"] == stored["stored"]
        assert [line["speaker"] for line in report["chat"]].count("viewer") == 4
        moved = {change["tag"] for change in report["learned"]}
        assert {"sci-fi", "horror"} <= moved
        assert FILM["id"] not in [film["movie_id"] for film in report["recommendations"]["movies"]]
        assert "<svg" in caller.call("GET", f"/api/v1{session}/report.html").text
        assert places(caller, viewer_id, genres, "Sci-Fi") < before["Sci-Fi"]
        assert places(caller, viewer_id, genres, "Horror") > before["Horror"]
        assert caller.get(session)["state"] == "ended"
