"""Faults of the packages, the machine, the models and the files, each really there."""

import os
import re
import resource
import shutil
import socket
import time
from pathlib import Path

import pytest

from mien.settings import Settings
from services.doctor.examining import Place
from services.doctor.machine import clock
from services.doctor.software import codecs, packages, python
from tests.unit.words.tiny_wordnet import write_tiny_wordnet

MODELS = Path(__file__).parents[3] / "models"
PLACE = Place(Settings())


def told(findings, state):
    """What the findings of a state say, in one text."""
    return "\n".join(f"{each.detail}. {each.action}" for each in findings if each.state == state)


@pytest.mark.parametrize(
    ("version", "system", "state"),
    [
        ((3, 11), "Linux", "ok"),
        ((3, 13), "Linux", "ok"),
        ((3, 10), "Linux", "problem"),
        ((3, 14), "Linux", "problem"),
        ((3, 12), "Darwin", "warning"),
    ],
)
def test_a_python_or_a_system_that_mien_is_not_made_for_is_named(version, system, state):
    [finding] = python(PLACE, version, system)
    assert finding.state == state
    assert f"{version[0]}.{version[1]} on {system}" in finding.detail


def test_packages_that_are_missing_or_of_another_version_are_named(tmp_path):
    lock = tmp_path / "serve.txt"
    lock.write_text(
        "absent-package==1.0 \\\n    --hash=sha256:00\nclick==0.1 \\\nbentoml==0.1\n"
        "absent-elsewhere==2 ; sys_platform == 'win32' \\\n"
    )
    findings = list(packages(PLACE, lock))
    problems, warnings = told(findings, "problem"), told(findings, "warning")
    assert "absent-package is not installed" in problems
    assert re.search(r"bentoml is 1\..*, not ==0\.1", problems)
    assert re.search(r"click is 8\..*, not ==0\.1", warnings)
    assert "elsewhere" not in problems + warnings


def test_without_a_lock_the_packages_own_metadata_say_what_is_wanted(tmp_path):
    [finding] = packages(PLACE, tmp_path / "none")
    assert finding.state == "ok"


def test_codecs_that_are_missing_are_named():
    [finding] = codecs(PLACE, ["h264", "of-nobody"], ["aac", "h264-of-nobody"])
    assert finding.state == "problem"
    assert finding.detail.endswith("cannot read of-nobody, cannot write h264-of-nobody")


def test_a_misspelt_variable_is_named_with_the_one_that_was_meant(check, environment):
    environment(MIEN_REQUIRE_KEY="true", mien_workers="2", MIEN_KEY="mien_1")
    [finding] = [each for each in check("variables") if "REQUIRE" in each.detail]
    assert finding.state == "warning"
    assert "Did you mean MIEN_REQUIRE_KEYS?" in finding.action
    assert "workers" not in told(check("variables"), "warning")


def test_too_few_open_files_are_a_problem(check):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (300, hard))
    try:
        problems = told(check("open_files"), "problem")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert "a process may open 300 files" in problems
    assert told(check("open_files", queue=hard), "problem")


def test_a_clock_that_is_behind_is_a_problem(tmp_path):
    (tmp_path / "file").touch()
    [finding] = clock(PLACE, tmp_path / "file")
    assert finding.state == "ok"
    os.utime(tmp_path / "file", (time.time() + 3600,) * 2)
    [finding] = clock(PLACE, tmp_path / "file")
    assert finding.state == "problem"


def test_a_folder_that_cannot_be_written_is_named_by_its_variable(check, tmp_path):
    (tmp_path / "file").touch()
    problems = told(check("folders", recordings_dir=tmp_path / "file" / "below"), "problem")
    assert problems.startswith("MIEN_RECORDINGS_DIR: ")
    assert told(check("folders", jobs_dir=tmp_path / "to" / "come"), "problem") == ""
    assert not (tmp_path / "to").exists()


def test_too_little_room_for_clips_is_a_warning(check):
    warnings = told(check("folders", max_clip_bytes=2**60), "warning")
    assert re.search(r"^MIEN_JOBS_DIR: .* MiB left\. Make room: 2199023255552 MiB", warnings)


def test_providers_that_were_asked_for_and_are_missing_are_a_warning(check):
    assert "has no openvino" in told(check("providers", providers=("openvino", "cpu")), "warning")
    assert check("providers")[0].state == "ok"
    assert "unknown providers" in told(check("providers", providers=("abacus",)), "problem")


def test_a_model_that_was_changed_is_a_problem_and_the_others_are_tried(check, tmp_path):
    shutil.copytree(MODELS, tmp_path / "models")
    assert told(check("models", models_dir=tmp_path / "models"), "problem") == ""
    (tmp_path / "models" / "face-detector.onnx").write_bytes(b"changed")
    findings = check("models", models_dir=tmp_path / "models")
    assert "face-detector.onnx has sha256" in told(findings, "problem")
    assert "expression-classifier" in told(findings, "ok")
    (tmp_path / "models" / "manifest.toml").write_text("")
    assert "has no models" in told(check("models", models_dir=tmp_path / "models"), "problem")


def test_wordnet_is_found_or_its_variable_named(check, tmp_path):
    problems = told(check("wordnet", wordnet_dir=tmp_path), "problem")
    assert "MIEN_WORDNET_DIR" in problems
    write_tiny_wordnet(tmp_path / "wordnet")
    assert check("wordnet", wordnet_dir=tmp_path / "wordnet")[0].state == "ok"


@pytest.mark.parametrize("name", ["notices", "chat", "mapping"])
def test_own_texts_that_cannot_be_used_are_a_problem(check, tmp_path, name):
    assert check("own_texts")[0].state == "ok"
    assert str(tmp_path / "none") in told(
        check("own_texts", **{name: tmp_path / "none"}), "problem"
    )


def test_pages_that_are_not_built_are_a_warning(check, tmp_path):
    assert "make web" in told(check("web_app", web_dir=tmp_path), "warning")
    (tmp_path / "index.html").touch()
    assert check("web_app", web_dir=tmp_path)[0].state == "ok"


def test_a_public_address_without_keys_is_a_problem(check):
    assert "can be reached from other machines" in told(check("address", host="0.0.0.0"), "problem")
    assert check("address", host="0.0.0.0", require_keys=True)[0].state == "ok"
    assert check("address")[0].state == "ok"


def test_a_port_in_use_is_a_problem(check):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        assert f"127.0.0.1:{number}" in told(check("port", port=number), "problem")
    assert check("port", port=number)[0].state == "ok"
    assert check("port") == []
