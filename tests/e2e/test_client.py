"""The Python client on a real server: docs/client.md as it stands, the commands, and a restart."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from fractions import Fraction
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from mien.client import Client
from tests.e2e.servers import BIN, ROOT, running
from tests.pictures import ASTRONAUT, encoded
from tests.sounds import bursts, wav

PAGE = (ROOT / "docs" / "client.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
SERVE = [str(BIN / "mien"), "serve"]
STARTER = ROOT / "recommender_api" / "catalog" / "starter"


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('catalog')}/mien.db"
    load = [str(BIN / "mien"), "catalog", "load", str(STARTER), "--db", url]
    subprocess.run(load, check=True, capture_output=True)
    return url


@pytest.fixture(scope="module")
def server(database, tmp_path_factory):
    jobs = str(tmp_path_factory.mktemp("jobs"))
    with running(SERVE, MIEN_DATABASE_URL=database, MIEN_JOBS_DIR=jobs) as server:
        yield server


def moving(path, seconds):
    """A clip of the astronaut's face, which moves to the left."""
    picture = np.asarray(Image.open(ASTRONAUT).convert("RGB"))[:320, 60:380]
    with closing(av.open(str(path), "w")) as out:
        video = out.add_stream("libx264", rate=Fraction(25), options={"preset": "ultrafast"})
        video.height, video.width = picture.shape[:2]
        for number in range(int(seconds * 25)):
            frame = np.ascontiguousarray(np.roll(picture, -number // 10, axis=1))
            out.mux(video.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        out.mux(video.encode(None))


@pytest.fixture
def folder(tmp_path):
    """With the files that the page names."""
    shutil.copy(ASTRONAUT, tmp_path)
    shutil.copy(ROOT / "README.md", tmp_path)
    (tmp_path / "voice.wav").write_bytes(wav(bursts(seconds=2.0)))
    moving(tmp_path / "talk.mp4", 2.0)
    return tmp_path


def shown(block, server, folder):
    script = block.replace("http://localhost:3000", server.url)
    script = script.replace("Client()", f'Client("{server.url}")')
    command = [sys.executable, "-W", "error", "-c", script]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


SHOWN = ("happy", "not read: .*\nnot read: ", "fetching", "done 1.0", "😄", r"\d\.\d")


@pytest.mark.parametrize(("block", "words"), list(zip(BLOCKS, SHOWN, strict=True)))
def test_every_example_of_the_page_does_what_it_says(server, folder, block, words):
    ran = shown(block, server, folder)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert re.search(words, ran.stdout), ran.stdout
    if "results" in block:
        assert (folder / "results" / "report.html").exists()


@pytest.mark.parametrize(
    ("command", "files"),
    [("predict", ["astronaut.png", "README.md"]), ("listen", ["voice.wav"]), ("analyze", ["."])],
)
def test_a_command_reads_the_same_with_a_server(server, folder, command, files):
    def lines(*options):
        call = [str(BIN / "mien"), command, *files, "--format", "jsonl", *options]
        ran = subprocess.run(call, cwd=folder, capture_output=True, text=True, check=False)
        return [json.loads(line) for line in ran.stdout.splitlines()], ran.returncode

    there = lines("--server", server.url)
    assert there == lines()
    assert there[1] == (len(files) > 1)


def test_a_large_clip_is_never_whole_in_memory(server, tmp_path):
    with (tmp_path / "large.mp4").open("wb") as file:
        file.truncate(2**28)
    script = (
        "import resource; from mien.client import Client\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before = peak()\n"
        f"try: Client({server.url!r}, timeout=300).analyze('large.mp4')\n"
        "except Exception as error: print(error.code, peak() - before)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    code, kilobytes = ran.stdout.split()
    assert code == "undecodable-video"
    assert int(kilobytes) < 50_000, "of 256 MiB"


@contextmanager
def served_again(url, **environment):
    """A server at an address where one was before; it need not be ready yet."""
    command = [*SERVE, "--port", url.rpartition(":")[2]]
    own = {**os.environ, **environment, "BENTOML_DO_NOT_TRACK": "True"}
    out = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=own, stdout=out, stderr=out) as process:
        try:
            yield
        finally:
            process.terminate()


def until(condition):
    deadline = time.monotonic() + 90
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def home(database, tmp_path):
    """What a server and the one after it share."""
    return {"MIEN_DATABASE_URL": database, "MIEN_JOBS_DIR": str(tmp_path / "jobs")}


@pytest.mark.timeout(300)
def test_a_clip_is_followed_over_a_restart_of_the_server(home, tmp_path):
    moving(tmp_path / "talk.mp4", 20.0)
    begun = threading.Event()

    def analyse(url):
        def told(progress):
            if progress.share and progress.stage == "analysing":
                begun.set()

        with Client(url) as mien:
            return mien.analyze(tmp_path / "talk.mp4", folder=tmp_path / "out", progress=told)

    with ThreadPoolExecutor() as beside:
        with running(SERVE, **home) as first:
            summary = beside.submit(analyse, first.url)
            assert begun.wait(60)
        assert not summary.done()
        with served_again(first.url, **home):
            assert summary.result(90)["dominant_emotion"] == "happy"
    assert (tmp_path / "out" / "annotated.mp4").exists()
    assert list((tmp_path / "jobs").glob("*/result")) == []


@pytest.mark.timeout(300)
def test_a_stream_goes_on_over_a_restart_of_the_server(home):
    jpeg = encoded(Image.open(ASTRONAUT).convert("RGB"))
    samples: list[Any] = []
    over = threading.Event()

    def camera():
        while not over.is_set():
            time.sleep(0.1)
            yield jpeg

    async def watch(url):
        with Client(url) as mien:
            async for sample in mien.stream(camera()):
                samples.append(sample)

    with ThreadPoolExecutor() as beside:
        with running(SERVE, **home) as first:
            watching = beside.submit(asyncio.run, watch(first.url))
            until(lambda: len(samples) >= 3)
        before = len(samples)
        with served_again(first.url, **home):
            until(lambda: len(samples) >= before + 5)
            over.set()
            watching.result(30)
    assert {sample["fused"]["dominant_emotion"] for sample in samples} == {"happy"}
    times = [sample["seconds"] for sample in samples]
    assert times == sorted(set(times))
