"""`mien models quantize` and `export` on a tiny network and drawn pictures."""

import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner, Result

from training.commands import export, quantize


def test_without_torch_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "training.export", None)
    arguments = ["face-detector", "--run-dir", str(tmp_path), "--output", str(tmp_path / "x.onnx")]
    result = CliRunner().invoke(export, arguments)
    assert result.exit_code == 1
    assert "make .venv-training/stamp" in result.output


@pytest.fixture
def faces(tmp_path: Path) -> Path:
    """Two faces of each of two labels, one folder a label."""
    pytest.importorskip("onnx")
    noise = np.random.default_rng(0)
    for label in ("happy", "sad"):
        folder = tmp_path / "faces" / label
        folder.mkdir(parents=True)
        for name in ("a.png", "b.png"):
            cv2.imwrite(str(folder / name), noise.integers(0, 256, (60, 60), dtype=np.uint8))
    return tmp_path / "faces"


def run(faces: Path, *options: str) -> Result:
    from tests.tiny_network import write_tiny_network

    model = write_tiny_network(faces.parent / "tiny.onnx", side=48)
    arguments = [str(model), "--calibration", str(faces), "--output", str(output(faces))]
    return CliRunner().invoke(quantize, [*arguments, *options])


def output(faces: Path) -> Path:
    return faces.parent / "made" / "int8.onnx"


def test_a_folder_of_faces_calibrates_a_classifier(faces: Path) -> None:
    result = run(faces, "--most", "3")
    assert result.exit_code == 0, result.output
    assert "ranges observed on 3 files" in result.output
    assert output(faces).stat().st_size


def test_a_twin_that_answers_worse_is_refused_and_not_written(
    faces: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = iter([0.9, 0.8])
    monkeypatch.setattr("training.quantized_twin.figure", lambda *_: next(figures))
    result = run(faces, "--labelled", str(faces))
    assert result.exit_code == 1
    assert "0.9000 in float32, 0.8000 in INT8" in result.output
    assert not output(faces).exists()


def test_labels_are_the_names_of_folders(faces: Path) -> None:
    assert "in float32" in run(faces, "--labelled", str(faces)).output
    (faces / "sad").rename(faces / "gloomy")
    result = run(faces, "--labelled", str(faces))
    assert result.exit_code == 1
    assert "folders ['gloomy']" in result.output


@pytest.mark.parametrize("content", [None, b"no picture"])
def test_a_folder_without_readable_pictures_is_named(faces: Path, content: bytes | None) -> None:
    for path in faces.rglob("*.png"):
        path.unlink()
    if content is not None:
        (faces / "c.png").write_bytes(content)
    result = run(faces)
    assert result.exit_code == 1
    assert str(faces) in result.output


def test_a_run_without_a_checkpoint_is_named(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    arguments = ["speech-emotion", "--run-dir", str(tmp_path), "--output", str(tmp_path / "x.onnx")]
    result = CliRunner().invoke(export, arguments)
    assert result.exit_code == 1
    assert f"no checkpoint at {tmp_path}" in result.output
