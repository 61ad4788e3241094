"""`mien doctor`: a line a finding, exit code 1 with a problem, whatever happens to a check."""

import json
import re
import sys
from pathlib import Path

from click.testing import CliRunner

from mien.cli import main
from services.doctor.examining import CHECKS

OPERATING = (Path(__file__).parents[3] / "docs" / "operating.md").read_text()


def run(*options):
    return CliRunner().invoke(main, ["doctor", *options])


def findings(result):
    return [json.loads(line) for line in result.output.splitlines()]


def test_a_sound_installation_has_no_problem(environment, tmp_path):
    result = run("--format", "jsonl")
    said = findings(result)
    assert result.exit_code == 0, result.output
    assert {each["check"] for each in said} == {"settings", *dict(CHECKS)} - {"port"}
    assert {each["state"] for each in said} <= {"ok", "warning"}
    assert list(tmp_path.iterdir()) == []


def test_a_problem_is_told_with_what_to_do_and_fails(environment, tmp_path):
    environment(MIEN_MODELS_DIR=str(tmp_path))
    result = run()
    assert result.exit_code == 1
    assert re.search(
        r"^problem  models: .*manifest\.toml cannot be read.*Run 'mien", result.output, re.M
    )
    assert re.search(r"^ok       python: ", result.output, re.M)


def test_settings_that_cannot_be_used_are_named(environment):
    environment(MIEN_WORKERS="none")
    result = run("--format", "jsonl")
    assert result.exit_code == 1
    [only] = findings(result)
    assert only["state"] == "problem"
    assert "MIEN_WORKERS" in only["detail"]


def test_a_package_that_is_missing_stops_no_other_check(environment, monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    result = run("--format", "jsonl")
    [codecs] = [each for each in findings(result) if each["check"] == "codecs"]
    assert codecs["state"] == "problem"
    assert "av" in codecs["detail"]
    assert "make setup" in codecs["action"]
    assert findings(result)[-1]["check"] == "address"


def test_a_check_that_fails_is_a_problem(check, monkeypatch):
    monkeypatch.setattr("services.doctor.machine.OF_A_WORKER", None)
    [finding] = check("open_files")
    assert finding.state == "problem"
    assert "the check failed: TypeError" in finding.detail


def test_every_check_is_explained():
    for name in ("settings", *dict(CHECKS)):
        assert f"| `{name}` |" in OPERATING, name
