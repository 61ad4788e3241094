"""Runs over many clips without Ray: what is kept, what is done again, and the tables."""

import csv
import os
import tempfile
from contextlib import closing

import pytest
from pyarrow import parquet

from mien.clips.analysis import Readers
from mien.clips.bulk.errors import BulkFailed
from mien.clips.bulk.listing import listed
from mien.clips.bulk.order import Order, Task
from mien.clips.bulk.parts import note_of
from mien.clips.bulk.run import BulkRun
from mien.clips.bulk.scratch import scratch
from mien.clips.bulk.worker import MOST_ATTEMPTS, Worker
from mien.clips.result import TABLE, analyse_to
from mien.media.video import ClipLimits
from mien.settings import Settings
from tests.clips import clip
from tests.fakes import FakeReader, FakeSpeechReader

BROKEN = "sub/broken.mp4"


@pytest.fixture(scope="module")
def encoded():
    return clip(0.6)


@pytest.fixture
def readers(monkeypatch):
    found = Readers(FakeReader(), FakeSpeechReader())
    monkeypatch.setattr(Readers, "load", lambda chosen: found)
    return found


@pytest.fixture
def films(tmp_path, encoded, readers):
    folder = tmp_path / "films"
    (folder / "sub").mkdir(parents=True)
    for name in ("a.mp4", "b.mp4", "sub/a.mp4"):
        (folder / name).write_bytes(encoded)
    (folder / BROKEN).write_bytes(b"no clip")
    return folder


class Work:
    """A worker in this process that remembers what it read, and fails after `most` clips."""

    def __init__(self, order, most=100):
        self.recipe = order.recipe(Settings())
        self.read = []
        self._order, self._most = order, most

    def __call__(self, tasks):
        worker = Worker(self._order, self.recipe)
        for task in tasks:
            if len(self.read) == self._most:
                raise BulkFailed("the power went out")
            self.read.append(task.place)
            yield worker.part(task)


def run(given, out, order=None, most=100, work=None):
    """The paths that were read, and the notes of all clips."""
    work = work or Work(order or Order({}), most)
    sources = listed([str(path) for path in given])
    with BulkRun(sources, out, work.recipe, work) as bulk:
        notes = [bulk.note(source.path) for source in sources]
    return work.read, notes


def table(out, name):
    return parquet.read_table(out / f"{name}.parquet").to_pylist()


def names_of(places, films):
    return [os.path.relpath(place, films) for place in places]


def test_every_clip_is_once_in_the_tables_as_the_local_engine_reads_it(films, tmp_path, readers):
    out = tmp_path / "out"
    _, notes = run([films], out)
    rows = table(out, "summaries")
    names = names_of([row["path"] for row in rows], films)
    assert names == ["a.mp4", "b.mp4", "sub/a.mp4", BROKEN]
    assert [row["error"] for row in rows] == [None, None, None, "undecodable-video"]
    local = analyse_to(tmp_path / "local", films / "b.mp4", readers, ClipLimits(60, 10**6))
    row, summary = rows[1], local.summary
    assert (row["score"], row["emoji"]) == (summary["score"], summary["emoji"])
    assert row["share_happy"] == summary["shares"]["happy"] > 0
    assert row["peak_valence"] == summary["peak"]["valence"]
    assert row["emonps"] == summary["emonps"]["value"]
    assert row["positive"] == summary["polarity"]["positive"]
    assert notes[1].summary == {k: v for k, v in summary.items() if k != "definitions"}
    written = list(csv.DictReader((tmp_path / "local" / TABLE).read_text().splitlines()))
    samples = [row for row in table(out, "timelines") if row.pop("path") == str(films / "b.mp4")]
    assert [
        {name: "" if value is None else str(value) for name, value in sample.items()}
        for sample in samples
    ] == written


def test_a_finished_clip_is_not_read_again_and_one_with_an_error_is(films, tmp_path):
    out = tmp_path / "out"
    run([films], out)
    first = [(out / name).read_bytes() for name in ("summaries.parquet", "timelines.parquet")]
    read, notes = run([films], out)
    assert names_of(read, films) == [BROKEN]
    assert notes[0].summary is not None
    assert first == [
        (out / name).read_bytes() for name in ("summaries.parquet", "timelines.parquet")
    ]


def test_a_clip_that_changed_or_is_wanted_otherwise_is_read_again(films, tmp_path):
    out, given = tmp_path / "out", [films / "a.mp4", films / "b.mp4"]
    run(given, out)
    os.utime(given[1], ns=(1, 1))
    assert names_of(run(given, out)[0], films) == ["b.mp4"]
    assert len(run(given, out, Order({}, rate=5.0))[0]) == 2
    assert len(run(given, out, Order({}, rate=5.0, reports=out))[0]) == 2
    assert run(given, out, Order({}, rate=5.0, reports=out))[0] == []


def test_a_run_that_broke_off_goes_on_where_it_was(films, tmp_path):
    out = tmp_path / "out"
    with pytest.raises(BulkFailed, match="power"):
        run([films], out, most=2)
    assert not (out / "summaries.parquet").exists()
    read, _ = run([films], out)
    assert names_of(read, films) == ["sub/a.mp4", BROKEN]
    assert len(table(out, "summaries")) == 4


def test_a_damaged_part_is_made_again(films, tmp_path):
    out = tmp_path / "out"
    run([films / "a.mp4"], out)
    [part] = (out / ".parts").glob("*.parquet")
    part.write_bytes(part.read_bytes()[:-20])
    assert len(run([films / "a.mp4"], out)[0]) == 1
    assert run([films / "a.mp4"], out)[0] == []


def test_a_clip_that_is_away_for_a_while_is_an_error_and_not_lost(films, tmp_path):
    out, away = tmp_path / "out", films / "a.mp4"
    run([away], out)
    elsewhere = away.rename(tmp_path / "elsewhere.mp4")
    read, [note] = run([away], out)
    assert (read, note.error["code"]) == ([], "unreadable-file")
    assert table(out, "summaries")[0]["error_detail"] == "No such file or directory"
    assert table(out, "timelines") == []
    elsewhere.rename(away)
    read, [note] = run([away], out)
    assert (read, note.error) == ([], None)


def test_a_report_that_was_removed_is_made_again(films, tmp_path):
    out, order = tmp_path / "out", Order({}, reports=tmp_path / "out", video=True)
    run([films / "a.mp4"], out, order)
    assert {path.name for path in (out / "a.mp4").iterdir()} > {"report.html", "annotated.mp4"}
    assert table(out, "summaries")[0]["folder"] == "a.mp4"
    for path in (out / "a.mp4").iterdir():
        path.unlink()
    (out / "a.mp4").rmdir()
    assert len(run([films / "a.mp4"], out, order)[0]) == 1


def test_two_runs_never_write_to_one_folder(films, tmp_path):
    out, work = tmp_path / "out", Work(Order({}))
    first = BulkRun([], out, work.recipe, work)
    with first, pytest.raises(BulkFailed, match="another run"):
        run([films], out, work=work)
    assert work.read == []
    assert run([films], out, work=work)[0]


def test_a_folder_that_cannot_be_is_named(films, tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(BulkFailed, match="out"):
        run([films], tmp_path / "out")


def test_leaving_a_run_ends_its_work(films, tmp_path):
    ended = []

    def work(tasks):
        with closing(Work(Order({}))(tasks)) as parts:
            try:
                yield from parts
            finally:
                ended.append(True)

    sources = listed([str(films)])
    with BulkRun(sources, tmp_path / "out", "", work) as bulk:
        bulk.note(sources[0].path)
        assert not ended
    assert ended
    assert not (tmp_path / "out" / "summaries.parquet").exists()


def test_a_clip_that_ended_its_process_too_often_is_given_up(films, readers):
    order = Order({})
    worker = Worker(order, order.recipe(Settings()))
    task = Task(str(films / "a.mp4"), "1:1", "a.mp4")
    assert note_of(worker.part(task, MOST_ATTEMPTS)).error is None
    note = note_of(worker.part(task, MOST_ATTEMPTS + 1))
    assert "broke off 3 times" in (note.error or {})["detail"]
    assert (note.place, note.summary) == (task.place, None)


def test_no_fault_of_a_clip_ends_a_worker(films, readers, monkeypatch):
    order = Order({})
    worker = Worker(order, order.recipe(Settings()))
    gone = note_of(worker.part(Task(str(films / "gone.mp4"), "1:1", "gone.mp4"))).error or {}
    assert gone["code"] == "unreadable-file"
    assert "No such file or directory on " in gone["detail"]
    monkeypatch.setattr(readers.faces, "read", lambda frames: 1 / 0)
    broken = note_of(worker.part(Task(str(films / "a.mp4"), "1:1", "a.mp4"))).error or {}
    assert broken["code"] == "internal-error"


def test_a_worker_removes_what_a_killed_one_left_and_nothing_else(tmp_path, readers, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "mien-bulk-left"
    (left / "clip").mkdir(parents=True)
    (left / "lock").touch()
    (tmp_path / "mien-other").mkdir()
    order = Order({})
    with scratch() as used:
        Worker(order, order.recipe(Settings()))
        assert set(tmp_path.iterdir()) == {used.parent, tmp_path / "mien-other"}
    assert list(tmp_path.iterdir()) == [tmp_path / "mien-other"]


def test_a_node_that_would_do_other_work_refuses(tmp_path, readers):
    with pytest.raises(BulkFailed, match="another Mien or other models"):
        Worker(Order({"max_faces": 1}), Order({}).recipe(Settings()))
    order = Order({}, reports=tmp_path)
    with pytest.raises(BulkFailed, match=f"does not see {tmp_path}"):
        Worker(order, order.recipe(Settings()))


def test_settings_travel_with_an_order_but_no_password(monkeypatch):
    monkeypatch.setenv("MIEN_MODELS_DIR", "models")
    monkeypatch.setenv("MIEN_DATABASE_URL", "postgresql://me:secret@host/films")
    order = Order.of(Settings(), viewer=2)
    assert set(order.settings) == {"models_dir"}
    assert order.settings["models_dir"].is_absolute()
    assert order.viewer == 2
