"""The commands of a rollout, over the shipped models, and the figures that they print."""

import pytest
from click.testing import CliRunner

from mien.errors import MienError
from mien.perception.agreement import ReadFace, agreement
from mien.settings import settings
from services import metrics
from services.rollout import commands, counts
from services.rollout import plan as plans
from services.rollout.figures import as_lines
from tests.unit.rollout.conftest import NAME, SHIPPED


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command; its exit code and what it said."""
    monkeypatch.setenv("MIEN_ROLLOUT", str(tmp_path / "rollout.json"))
    settings.cache_clear()

    def invoke(command, *arguments):
        done = CliRunner().invoke(command, list(map(str, arguments)))
        if isinstance(done.exception, MienError):
            return 1, done.exception.detail
        return done.exit_code, done.output

    yield invoke
    settings.cache_clear()


def plan():
    return plans.read(settings().rollout)


def test_a_candidate_is_tried_promoted_and_taken_back(run, other):
    code, said = run(commands.candidate, other, "--share", "0.1")
    assert (code, "share 0.1" in said) == (0, True)
    assert plan().candidate.models[NAME].folder == other
    assert run(commands.promote)[0] == 0
    assert plan().served[NAME].folder == other
    code, said = run(commands.rollback)
    assert (code, said) == (0, f"served: {SHIPPED}\ncandidate: none\n")
    assert run(commands.rollback) == (1, "there is no candidate, and nothing was promoted")


def test_what_cannot_be_tried_is_refused_and_not_written(run, other):
    (other / f"{NAME}.onnx").write_bytes(b"no model")
    code, said = run(commands.candidate, other, "--shadow")
    assert (code, "its manifest says" in said) == (1, True)
    assert run(commands.candidate, SHIPPED, "--shadow") == (
        1,
        f"{SHIPPED} has only what is served already",
    )
    assert run(commands.candidate, other, "--shadow", "--only", "face-detector")[0] == 1
    assert run(commands.candidate, other)[0] == 2
    assert run(commands.candidate, other, "--shadow", "--share", "0.5")[0] == 2
    assert plan().candidate is None


def test_a_server_that_does_not_answer_is_named(run):
    code, said = run(commands.rollout, "--server", "http://127.0.0.1:1")
    assert (code, "http://127.0.0.1:1/metrics" in said) == (1, True)


def test_figures_tell_how_a_shadow_compares():
    def face(dominant, valence):
        return ReadFace((0.0, 0.0, 9.0, 9.0), (1.0, 0.0), dominant, False, valence, 0.0)

    counts.CANDIDATE.labels("figured", "shadow").set(1)
    for valence in (0.0, 0.5):
        counts.compared("figured", agreement([face("sad", 0.0)], [face("sad", valence)]), 0.01)
    counts.compared("figured", agreement([face("sad", 0.0)], [face("happy", 0.1)]), 0.01)
    lines = list(as_lines(metrics.exposition({}).decode()))
    mine = lines[lines.index("figured (shadow)") :]
    assert "  pictures: 3 compared, 0 dropped, 0 failed" in mine
    assert "  same expression: 66.7%" in mine
    assert "  mean |Δvalence|: 0.200" in mine
    counts.CANDIDATE.labels("figured", "shadow").set(0)
    assert "figured (shadow)" not in list(as_lines(metrics.exposition({}).decode()))
