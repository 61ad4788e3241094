"""Shipping a trained model: the copy, its hash, and the other models' tables."""

import hashlib
from pathlib import Path

import pytest

pytest.importorskip("tomli_w")

from training.ship import read_manifest, ship


def test_ship_writes_one_table_and_keeps_the_others(tmp_path: Path) -> None:
    models, trained = tmp_path / "models", tmp_path / "trained.onnx"
    trained.write_bytes(b"weights")
    ship("b", trained, {"task": "old"}, models)
    ship("a", trained, {"task": "other", "metrics": {"accuracy": 0.5}}, models)
    ship("b", trained, {"task": "new"}, models)
    manifest = read_manifest(models)
    assert manifest["a"]["metrics"] == {"accuracy": 0.5}
    assert manifest["b"] == {
        "file": "b.onnx",
        "sha256": hashlib.sha256(b"weights").hexdigest(),
        "card": "b.md",
        "task": "new",
    }
    assert (models / "b.onnx").read_bytes() == b"weights"


def test_a_missing_file_leaves_the_manifest_alone(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ship("a", tmp_path / "absent.onnx", {}, tmp_path / "models")
    assert read_manifest(tmp_path / "models") == {}
