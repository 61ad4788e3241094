"""`mien analyze` over folders and lists, and what it refuses; Ray itself is in tests/e2e."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from mien.clips.analysis import Readers
from mien.clips.bulk.listing import SUFFIXES
from mien.clips.bulk.schema import SUMMARIES, TIMELINES
from mien.commands.analyze import analyze
from tests.clips import clip
from tests.fakes import FakeReader, FakeSpeechReader

DOCUMENT = (Path(__file__).parents[3] / "docs" / "clips.md").read_text()


@pytest.fixture
def films(tmp_path, monkeypatch):
    monkeypatch.setattr(Readers, "load", lambda chosen: Readers(FakeReader(), FakeSpeechReader()))
    (tmp_path / "films" / "sub").mkdir(parents=True)
    for name in ("b.mp4", "sub/a.mp4"):
        (tmp_path / "films" / name).write_bytes(clip(0.4))
    (tmp_path / "films" / "a.mp4").write_bytes(b"no clip")
    return tmp_path / "films"


def run(*arguments, **options):
    return CliRunner().invoke(analyze, [str(argument) for argument in arguments], **options)


def lines_of(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_folder_is_analysed_on_this_machine(films, tmp_path):
    out = tmp_path / "out"
    result = run(films, "--out", out, "--no-video", "--format", "jsonl")
    assert result.exit_code == 1
    broken, *read = lines_of(result)
    assert broken["error"]["code"] == "undecodable-video"
    assert [line["path"] for line in read] == [str(films / "b.mp4"), str(films / "sub/a.mp4")]
    assert read[0]["dominant_emotion"] == "happy"
    assert (out / "sub" / "a.mp4" / "report.html").exists()
    assert not (out / "b.mp4" / "annotated.mp4").exists()


def test_a_list_names_further_clips_and_what_is_missing_is_a_line(films, tmp_path):
    names = tmp_path / "list.txt"
    names.write_text(f"{films / 'sub'}\n\n{films / 'gone.mp4'}\n", "utf-8-sig")
    result = run(films / "b.mp4", "--list", names, "--format", "jsonl")
    first, second, third = lines_of(result)
    assert [first["path"], second["path"]] == [str(films / "b.mp4"), str(films / "sub/a.mp4")]
    assert third["error"] == {"code": "unreadable-file", "detail": "No such file or directory"}
    piped = run("--list", "-", input=str(films / "b.mp4"))
    assert piped.exit_code == 0
    assert piped.stdout.startswith(str(films / "b.mp4"))


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "--list"),
        (("a.mp4", "--engine", "ray"), "--out DIR"),
        (("a.mp4", "--reports"), "--engine ray"),
        (("a.mp4", "--address", "auto"), "--engine ray"),
        (("s3://films/a.mp4",), "--engine ray"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, reason):
    result = run(*arguments)
    assert result.exit_code == 2
    assert reason in result.stderr


def test_a_list_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "list.txt").write_bytes(b"\xff\xfe\xff")
    result = run("--list", tmp_path / "list.txt")
    assert result.exit_code == 2
    assert "UTF-8" in result.stderr


def test_a_missing_extra_is_named(films, tmp_path, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("mien.clips.bulk.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "ray", None)
    assert run(films / "b.mp4").exit_code == 0
    result = run(films / "b.mp4", "--engine", "ray", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "pip install 'mien[ray]'" in result.stderr


def test_the_document_names_every_column_and_suffix():
    for column in {*SUMMARIES.names, *TIMELINES.names}:
        named = "share_" if column.startswith("share_") else column
        assert f"`{named}`" in DOCUMENT
    for suffix in SUFFIXES:
        assert suffix in DOCUMENT
