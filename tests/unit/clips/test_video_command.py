"""`mien analyze` over every clip of tests.clip_cases, with fake models."""

import json

import pytest
from click.testing import CliRunner

from mien.cli import main
from mien.clips.analysis import Readers
from mien.settings import settings
from tests.clip_cases import MOST_PIXELS, READ
from tests.clip_refusals import REFUSED_AT_ONCE, REFUSED_LATER
from tests.fakes import FakeReader, FakeSpeechReader
from tests.odd_clips import small

REFUSED = REFUSED_AT_ONCE | REFUSED_LATER


@pytest.fixture
def analyze(monkeypatch):
    """Runs the command; its lines by the name of the file, and its exit code."""
    monkeypatch.setattr(Readers, "load", lambda chosen: Readers(FakeReader(), FakeSpeechReader()))
    monkeypatch.setenv("MIEN_MAX_IMAGE_PIXELS", str(MOST_PIXELS))
    settings.cache_clear()

    def run(*arguments):
        result = CliRunner().invoke(main, ["analyze", *map(str, arguments), "--format", "jsonl"])
        return [json.loads(line) for line in result.stdout.splitlines()], result.exit_code

    yield run
    settings.cache_clear()


def written(folder, cases):
    paths = []
    for number, case in enumerate(cases.values()):
        path = folder / f"{number:02}.mp4"
        path.write_bytes(case.make())
        paths.append(path)
    return paths


def test_every_clip_that_decodes_gives_a_line_and_its_files(analyze, tmp_path):
    paths, out = written(tmp_path, READ), tmp_path / "out"
    lines, code = analyze(*paths, "--out", out, "--no-video")
    assert code == 0
    assert [line["path"] for line in lines] == [str(path) for path in paths]
    for line, case, path in zip(lines, READ.values(), paths, strict=True):
        assert line["duration"] >= case.last - 0.03
        assert bool(line.get("cut_short")) == bool(case.cut_short)
        assert len(list((out / path.name).iterdir())) == 4


def test_every_other_gives_an_error_line_and_never_stops_the_rest(analyze, tmp_path):
    paths, out = written(tmp_path, REFUSED), tmp_path / "out"
    good = tmp_path / "good.mp4"
    good.write_bytes(small())
    lines, code = analyze(*paths, tmp_path / "missing.mp4", good, "--out", out)
    assert code == 1
    assert [line["error"]["code"] for line in lines[:-1]] == [
        *(case.code for case in REFUSED.values()),
        "unreadable-file",
    ]
    assert lines[-1]["dominant_emotion"] == "happy"
    assert {path.parent.name for path in out.rglob("*") if path.is_file()} == {"good.mp4"}
