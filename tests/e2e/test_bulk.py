"""`mien analyze --engine ray` on two real nodes, whose processes are killed."""

import csv
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress

import av
import numpy as np
import psutil
import pyarrow.parquet
import pytest
from PIL import Image

from tests.e2e.servers import BIN, ROOT
from tests.pictures import ASTRONAUT

CLIPS, SECONDS, RATE, SIZE = 8, 6, 25, (320, 240)
ACTOR, BUSY = "ray::MapWorker", ".submit"
PATIENCE = 60.0


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    """Clips in which the astronaut's face passes by, each from another place on, and a bad one."""
    folder = tmp_path_factory.mktemp("films")
    photo = Image.open(ASTRONAUT).convert("RGB")
    for number in range(CLIPS):
        with av.open(str(folder / f"{number}.mp4"), "w") as out:
            stream = out.add_stream("libx264", rate=RATE, options={"preset": "ultrafast"})
            stream.width, stream.height = SIZE
            for frame in range(SECONDS * RATE):
                left = (20 * number + frame) % 150
                seen = np.asarray(photo.crop((left, 0, left + SIZE[0], SIZE[1])))
                out.mux(stream.encode(av.VideoFrame.from_ndarray(seen, format="rgb24")))
            out.mux(stream.encode(None))
    (folder / "broken.mp4").write_bytes(b"no clip")
    return folder


@pytest.fixture(scope="module")
def local(films, tmp_path_factory):
    """What one machine makes of the clips: its lines, and its folder of results."""
    out = tmp_path_factory.mktemp("local")
    command = analyze(films, out, "--no-video")
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False).stdout, out


@pytest.fixture(scope="module")
def nodes():
    """The address of a cluster of two nodes, and its process."""
    with tempfile.TemporaryDirectory(prefix="ray") as place:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.ray_nodes"],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": place},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        with process:
            address = process.stdout.readline().decode().strip()
            assert address, "the cluster began"
            cluster = psutil.Process(process.pid)
            yield address, cluster
            family = cluster.children(recursive=True)
            process.stdin.close()
            process.wait(30)
        assert not [member for member in family if is_alive(member)]


def analyze(films, out, *options):
    given = [str(BIN / "mien"), "analyze", str(films), "--out", str(out)]
    return [*given, "--format", "jsonl", *options]


def begun(films, out, nodes):
    command = analyze(films, out, "--engine", "ray", "--address", nodes[0])
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def is_alive(process):
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def actors(cluster):
    """The processes that read clips, by their title, which tells whether they do so now."""
    found = {}
    for process in cluster.children(recursive=True):
        with suppress(psutil.Error, IndexError):
            found[process] = process.cmdline()[0]
    return {process: title for process, title in found.items() if title.startswith(ACTOR)}


def busy(cluster):
    return [process for process, title in actors(cluster).items() if title.endswith(BUSY)]


def await_some(command, find):
    """What `find` finds while the command runs."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and command.poll() is None:
        found = find()
        if found:
            return found
        time.sleep(0.02)
    command.kill()
    raise TimeoutError(f"nothing was found; the command said {command.communicate()}")


def parts(out):
    return {path.name: path.stat().st_ino for path in out.glob(".parts/*.parquet")}


def assert_as_local(out, films, local, printed):
    """The lines, and every clip once in both tables, are those of the local engine."""
    lines, folder = local
    assert printed == lines
    rows = pyarrow.parquet.read_table(out / "summaries.parquet").to_pylist()
    names = [*(f"{number}.mp4" for number in range(CLIPS)), "broken.mp4"]
    assert [row["path"] for row in rows] == [str(films / name) for name in names]
    assert [row["error"] for row in rows] == [None] * CLIPS + ["undecodable-video"]
    samples = pyarrow.parquet.read_table(out / "timelines.parquet").to_pylist()
    expected = [
        {"path": str(films / name), **row}
        for name in names[:-1]
        for row in csv.DictReader((folder / name / "timeline.csv").read_text().splitlines())
    ]
    assert [
        {column: "" if value is None else str(value) for column, value in sample.items()}
        for sample in samples
    ] == expected


def test_a_killed_worker_costs_nothing_but_time(films, local, nodes, tmp_path):
    with begun(films, tmp_path, nodes) as command:
        both = await_some(command, lambda: found if len(found := actors(nodes[1])) == 2 else {})
        assert len({actor.ppid() for actor in both}) == 2, "one on each node"
        await_some(command, lambda: parts(tmp_path))
        await_some(command, lambda: busy(nodes[1]))[0].kill()
        assert len(parts(tmp_path)) < CLIPS
        printed, said = command.communicate(timeout=PATIENCE)
    assert command.returncode == 1, "for the broken clip"
    assert said == b""
    assert_as_local(tmp_path, films, local, printed)


def test_a_killed_command_goes_on_where_it_was(films, local, nodes, tmp_path):
    with begun(films, tmp_path, nodes) as command:
        await_some(command, lambda: len(parts(tmp_path)) >= 2)
        os.kill(command.pid, signal.SIGKILL)
    kept = parts(tmp_path)
    assert len(kept) < CLIPS
    assert not (tmp_path / "summaries.parquet").exists()
    with begun(films, tmp_path, nodes) as command:
        printed, _ = command.communicate(timeout=PATIENCE)
    assert_as_local(tmp_path, films, local, printed)
    assert kept.items() <= parts(tmp_path).items(), "what was finished was not done again"
