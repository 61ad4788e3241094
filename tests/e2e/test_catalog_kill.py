"""A load that is killed with SIGKILL and started again ends like one that ran through."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from recommender_api.database import connect
from tests.recommender.databases import dump

ROOT = Path(__file__).resolve().parents[2]

# Tells of each chunk and of each part of the last step, and may wait to be killed there.
PROGRAM = """
import sys, time
from recommender_api.catalog import loading
from recommender_api.catalog.records import MovieRecord, ProductRecord, Skipped
from recommender_api.database import connect

url, stop = sys.argv[1:]
moments = 0

def moment(*_):
    global moments
    moments += 1
    if str(moments) == stop:
        print("here", flush=True)
        time.sleep(60)

def row(n):
    if n % 11 == 0:
        return Skipped(n, "no title")
    if n % 7 == 0:
        return ProductRecord(f"shop-{n}", f"Cup {n}", "cups", (f"tag {n % 5}",), votes=n)
    genres = ("Drama", "War")[: n % 3]
    return MovieRecord(f"tt{n * 7919 % 2003}", f"Film {n}", n, genres, score=n % 10, votes=n)

loading.CHUNK = 500
for name in ("weigh", "link", "index_text", "_record", "merge_movies"):
    part = getattr(loading, name)
    def told(*args, part=part, **kwargs):
        result = part(*args, **kwargs)
        moment()
        return result
    setattr(loading, name, told)
summary = loading.load(connect(url), "generated", "a", map(row, range(1, 3001)), moment)
assert summary.rows == 3000 == summary.loaded + summary.skipped.total()
print(moments)
"""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """What is in the database at the end, and how many moments there are to be killed at."""
    url = f"sqlite:///{tmp_path_factory.mktemp('undisturbed') / 'catalog.db'}"
    moments = int(run(url, stop="never"))
    assert moments == 22
    return contents(url)


# Within a chunk, after one, after the last one, and after each part of the last step.
@pytest.mark.parametrize("moments", [[2], [3], [8, 6], [18], [20, 3], [22]])
def test_a_killed_load_goes_on_to_the_same_end(undisturbed, tmp_path, moments):
    url = f"sqlite:///{tmp_path / 'catalog.db'}"
    for moment in moments:
        kill(url, moment)
    run(url, stop="never")
    assert contents(url) == undisturbed


def run(url, stop):
    with start(url, stop) as process:
        output = process.stdout.read()
    assert process.returncode == 0
    return output


def kill(url, moment):
    with start(url, moment) as process:
        assert process.stdout.readline() == "here\n"
        process.kill()
    assert process.returncode == -signal.SIGKILL


def start(url, stop):
    command = [sys.executable, "-c", PROGRAM, url, str(stop)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def contents(url):
    engine = connect(url)
    found = dump(engine)
    engine.dispose()
    return found
