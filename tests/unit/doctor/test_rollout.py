"""What the doctor says of models that another rollout serves or tries."""

import shutil
from pathlib import Path

import pytest

from services.rollout import plan as plans

MODELS = Path(__file__).parents[3] / "models"
NAME = "speech-emotion"


@pytest.fixture
def tried(tmp_path):
    """A rollout that tries a model of a folder of its own; the file that says so."""
    folder, file = tmp_path / "candidate", tmp_path / "rollout.json"
    folder.mkdir()
    for name in ("manifest.toml", f"{NAME}.onnx"):
        shutil.copy(MODELS / name, folder)
    models = {NAME: plans.Placed(folder=folder)}
    candidate = plans.Candidate(models=models, mode=plans.Mode.SHADOW)
    plans.write(file, plans.Plan().trying(candidate))
    return file


def test_a_rollout_is_named(check, tried):
    [finding] = check("rollout", rollout=tried)
    assert finding.state == "ok"
    assert NAME in finding.detail


def test_a_candidate_that_is_damaged_is_a_problem(check, tried):
    with (tried.parent / "candidate" / f"{NAME}.onnx").open("ab") as model:
        model.write(b"more")
    [finding] = check("rollout", rollout=tried)
    assert finding.state == "problem"
    assert NAME in finding.detail


def test_without_one_nothing_is_wrong(check, tmp_path):
    [finding] = check("rollout", rollout=tmp_path / "none.json")
    assert finding.state == "ok"


def test_a_file_that_is_no_rollout_is_a_problem(check, tmp_path):
    broken = tmp_path / "rollout.json"
    broken.write_text('{"serve": {}}')
    [finding] = check("rollout", rollout=broken)
    assert finding.state == "problem"
    assert "serve" in finding.detail
