"""Shipping a trained model: the copy, its hash, and the other models' tables."""

import hashlib
from pathlib import Path

import pytest

pytest.importorskip("tomli_w")

from training.ship import read_manifest, ship, write_metrics


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


def test_figures_go_to_the_manifest_and_replace_those_in_the_card(tmp_path: Path) -> None:
    trained = tmp_path / "trained.onnx"
    trained.write_bytes(b"weights")
    ship("a", trained, {"task": "x"}, tmp_path)
    (tmp_path / "a.md").write_text("# A\n\nProse.\n\n")
    write_metrics("a", {"accuracy": 0.25}, tmp_path)
    write_metrics("a", {"accuracy": 0.123456}, tmp_path)
    assert read_manifest(tmp_path)["a"]["metrics"] == {"accuracy": 0.1235}
    card = (tmp_path / "a.md").read_text()
    assert card.startswith("# A\n\nProse.\n")
    assert card.count("| accuracy |") == 1
    assert "| accuracy | 0.1235 |" in card
