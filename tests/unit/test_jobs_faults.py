"""Jobs beside a full disk, a clock that jumps, and clips that end their runner."""

import errno
import json
import os
import time
from dataclasses import replace

import pytest

from mien.clips.analysis import Readers
from mien.errors import StorageFull
from mien.settings import Settings
from services.jobs import runner as runners
from services.jobs.runner import MOST_ATTEMPTS, Runner
from services.jobs.store import JobStore, State, Wish
from tests.fakes import FakeReader, FakeSpeechReader

DAY = 86_400.0


@pytest.fixture
def store(tmp_path):
    return JobStore(tmp_path, 8)


@pytest.fixture
def runner(store, monkeypatch):
    monkeypatch.setattr(runners, "ROOM_SECONDS", 0.0)
    return Runner(store, Readers(FakeReader(), FakeSpeechReader()), Settings())


def queued(store):
    identifier = store.begin()
    store.source(identifier).write_bytes(b"clip")
    return store.submit(identifier, Wish("clip"))


def full(*arguments, **options):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_clip_whose_disk_is_full_waits_for_room(store, runner, monkeypatch):
    job = queued(store)
    monkeypatch.setattr(runners, "analyse_to", full)
    monkeypatch.setattr(runners, "ROOM_BYTES", float("inf"))
    for _ in range(2 * MOST_ATTEMPTS):
        assert runner.run_next()
    assert store.read(job.id).state is State.QUEUED
    assert store.source(job.id).exists()


def test_a_clip_whose_own_results_do_not_fit_fails(store, runner, monkeypatch):
    job = queued(store)
    monkeypatch.setattr(runners, "analyse_to", full)
    monkeypatch.setattr(runners, "ROOM_BYTES", 0)
    assert runner.run_next()
    found = store.read(job.id)
    assert found.state is State.FAILED
    assert found.error["code"] == StorageFull.code


def test_a_clip_that_ends_its_runner_lets_others_pass(store, runner, monkeypatch):
    broken, other = queued(store), queued(store)
    store.write(replace(broken, state=State.RUNNING, attempts=1))
    taken = []
    monkeypatch.setattr(Runner, "_run", lambda self, job: taken.append(job.id))
    runner.run_next()
    assert taken == [other.id]


def ended(store, seconds_ago):
    job = queued(store)
    store.write(replace(job, state=State.DONE, ended=time.time() - seconds_ago))
    return store.place(job.id)


def test_results_survive_a_clock_that_jumps_ahead(store, monkeypatch):
    old, young = ended(store, 2 * DAY), ended(store, DAY / 2)
    store.sweep(DAY)
    assert (old.exists(), young.exists()) == (False, True)
    right = time.time()
    monkeypatch.setattr(time, "time", lambda: right + 3653 * DAY)
    store.sweep(DAY)
    assert young.exists()
    monkeypatch.setattr(time, "time", lambda: right + DAY)
    store.sweep(DAY)
    assert not young.exists()


def test_a_job_that_a_later_version_wrote_is_read(store):
    written = store.place(queued(store).id) / "job.json"
    later = json.loads(written.read_text()) | {"mood": "new"}
    later["wish"]["colour"] = "new"
    written.write_text(json.dumps(later))
    assert [job.wish for job in store.jobs()] == [Wish("clip")]
