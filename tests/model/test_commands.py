import json
import shutil

import numpy as np
import pytest
from click.testing import CliRunner

from mien.cli import main
from mien.settings import Settings, settings
from mien.taxonomy import LABELS
from tests.pictures import ASTRONAUT
from tests.sounds import encoded, silent_clip, tone, wav


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
    assert result.stdout.count(": ok") == 3


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


def test_listen_writes_a_json_line_a_file(run, tmp_path):
    hum, quiet = tmp_path / "hum.webm", tmp_path / "quiet.wav"
    hum.write_bytes(encoded(tone(120, 4, 48_000), "webm"))
    quiet.write_bytes(wav(np.zeros(16_000)))
    result = run("listen", hum, quiet, "--format", "jsonl")
    assert result.exit_code == 0
    for line, path in zip(map(json.loads, result.stdout.splitlines()), (hum, quiet), strict=True):
        assert line["path"] == str(path)
        assert sum(line["probabilities"].values()) == pytest.approx(1, abs=1e-3)
        assert line["dominant_emotion"] == max(LABELS, key=line["probabilities"].__getitem__)
        assert -1 <= line["valence"] <= 1
        assert -1 <= line["arousal"] <= 1
        assert line["uncertain"]


def test_one_bad_sound_is_a_line_and_never_stops_the_rest(run, tmp_path):
    silent, good = tmp_path / "silent.mp4", tmp_path / "good.wav"
    silent.write_bytes(silent_clip())
    good.write_bytes(wav(tone()))
    result = run("listen", tmp_path / "missing.wav", silent, good, "--format", "jsonl")
    assert result.exit_code == 1
    first, second, third = (json.loads(line) for line in result.stdout.splitlines())
    assert first["error"]["code"] == "unreadable-file"
    assert second["error"]["code"] == "no-audio"
    assert "probabilities" in third
    text = run("listen", silent, good).stdout
    assert "error: the file has no audio stream" in text
    assert "arousal" in text
