import json
import shutil

import pytest
from click.testing import CliRunner

from mien.cli import main
from mien.settings import Settings, settings
from tests.pictures import ASTRONAUT


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(main, [str(a) for a in arguments])


def test_predict_writes_a_json_line_a_picture(run):
    result = run("predict", ASTRONAUT, ASTRONAUT, "--format", "jsonl")
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["path"] for line in lines] == [str(ASTRONAUT)] * 2
    assert lines[0]["faces"][0]["dominant_emotion"] == "happy"


def test_one_bad_picture_is_a_line_and_never_stops_the_rest(run, tmp_path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    missing = tmp_path / "missing.jpg"
    result = run("predict", broken, missing, ASTRONAUT, "--format", "jsonl")
    assert result.exit_code == 1
    first, second, third = (json.loads(line) for line in result.stdout.splitlines())
    assert first["error"]["code"] == "undecodable-image"
    assert second["error"]["code"] == "unreadable-file"
    assert len(third["faces"]) == 1


def test_a_crop_is_read_whole_without_detection(run):
    result = run("predict", ASTRONAUT, "--no-detect", "--format", "jsonl")
    [face] = json.loads(result.stdout)["faces"]
    assert face["box"] == [0, 0, 512, 512]


def test_text_is_for_people(run):
    result = run("predict", ASTRONAUT)
    assert "happy" in result.stdout
    assert "box" in result.stdout


def test_models_are_listed_and_verified(run):
    assert "face-detector" in run("models", "list").stdout
    result = run("models", "verify")
    assert result.exit_code == 0
    assert result.stdout.count(": ok") == 2


def test_a_changed_model_fails_verification(run, tmp_path, monkeypatch):
    folder = tmp_path / "models"
    shutil.copytree(Settings().models_dir, folder)
    with (folder / "face-detector.onnx").open("ab") as file:
        file.write(b"x")
    monkeypatch.setenv("MIEN_MODELS_DIR", str(folder))
    settings.cache_clear()
    try:
        result = run("models", "verify")
    finally:
        settings.cache_clear()
    assert result.exit_code == 1
    assert "face-detector: " in result.stdout
    assert "damaged" in result.stdout
