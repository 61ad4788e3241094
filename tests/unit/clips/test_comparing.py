"""Two sets of models on one recording, over fake models."""

import json

import pytest
from click.testing import CliRunner

from mien.clips.analysis import Readers
from mien.clips.comparing import MOMENTS, Comparison, compare
from mien.clips.messages import Kind, pack
from mien.clips.recording import append, begin
from mien.commands import replay_diff
from mien.commands.replay import replay_command
from mien.perception.agreement import ReadFace, agreement
from mien.settings import Settings
from tests.clips import face_reading
from tests.fakes import FakeSpeechReader
from tests.pictures import ASTRONAUT


class Says:
    """The same faces in each picture, or what `at` has for its number."""

    def __init__(self, *faces, **at):
        self.faces, self.at, self.read_so_far = list(faces), at, 0

    def read(self, frames):
        found = []
        for _ in frames:
            found.append(self.at.get(f"at_{self.read_so_far}", self.faces))
            self.read_so_far += 1
        return found


@pytest.fixture
def recording(tmp_path):
    """Ten pictures, a second apart."""
    path = tmp_path / "session.mien"
    with path.open("xb", buffering=0) as file:
        begin(file)
        for second in range(10):
            append(file, pack(Kind.PICTURE, float(second), ASTRONAUT.read_bytes()))
            append(file, json.dumps({"seconds": second}).encode())
    return path


def readers(faces):
    return Readers(faces, FakeSpeechReader())


HAPPY, SAD = face_reading(happy=0.9), face_reading(sad=0.8)


def test_faces_are_counted_by_what_both_say_of_them(recording):
    second = Says(HAPPY, at_3=[SAD], at_7=[])
    found = compare(recording, [readers(Says(HAPPY)), readers(second)], Settings(), 10.0)
    assert (found.samples, found.pairs, found.same, found.alone) == (10, 9, 8, [1, 0])
    assert found.disagreement == pytest.approx(1 - 8 / 10)
    assert found.moments[0].seconds == 3.0
    assert found.moments[0].first.startswith("happy 0.9")
    assert found.moments[0].second.startswith("sad 0.8")
    assert len(found.moments) == MOMENTS
    assert found.overlap == pytest.approx(9)


def test_comparisons_add_up(recording):
    one = compare(recording, [readers(Says(HAPPY)), readers(Says(SAD))], Settings(), 10.0)
    total = Comparison()
    total.add(one)
    total.add(one)
    assert (total.samples, total.pairs, total.same) == (20, 20, 0)
    assert total.disagreement == 1
    assert total.valence == pytest.approx(2 * one.valence)


def test_each_face_is_paired_once_by_the_largest_overlap():
    def at(x):
        return ReadFace((x, 0.0, x + 10.0, 10.0), (1.0,), "happy", False, 0.0, 0.0)

    found = agreement([at(0), at(4)], [at(1), at(100)])
    assert [(pair.first.box[0], pair.second.box[0]) for pair in found.pairs] == [(0, 1)]
    assert (found.only_first, found.only_second) == (1, 1)
    assert agreement([], []).pairs == ()


@pytest.mark.parametrize(("at_most", "code"), [("0.3", 0), ("0.1", 1)])
def test_the_command_gates_by_disagreement(recording, tmp_path, monkeypatch, at_most, code):
    sets = iter([readers(Says(HAPPY)), readers(Says(HAPPY, at_3=[SAD], at_7=[]))])
    monkeypatch.setattr(replay_diff, "_readers", lambda folder, chosen: next(sets))
    arguments = [str(recording), "--diff", str(tmp_path), str(tmp_path)]
    done = CliRunner().invoke(
        replay_command, [*arguments, "--at-most", at_most, "--format", "jsonl"]
    )
    assert done.exit_code == code
    line, total = (json.loads(text) for text in done.stdout.splitlines())
    assert line["path"] == str(recording)
    assert total["total"]["disagreement"] == line["disagreement"] == 0.2


def test_a_file_that_cannot_be_read_spoils_no_other(recording, tmp_path, monkeypatch):
    monkeypatch.setattr(replay_diff, "_readers", lambda *_: readers(Says(HAPPY)))
    broken = tmp_path / "broken.mien"
    broken.write_bytes(b"nothing")
    paths = [str(broken), str(recording), str(tmp_path / "absent.mien")]
    done = CliRunner().invoke(
        replay_command, [*paths, "--models", str(tmp_path), "--format", "jsonl"]
    )
    assert done.exit_code == 1
    first, second, third, total = (json.loads(text) for text in done.stdout.splitlines())
    assert first["error"]["code"] == "undecodable-recording"
    assert third["error"]["code"] == "unreadable-file"
    assert second["same_expression"] == 1
    assert total["total"]["samples"] == 10
