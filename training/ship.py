"""Puts a trained model where it is served from: the ONNX file and its table in the manifest.

    exported.onnx ──copy──> models/NAME.onnx ──sha256──> models/manifest.toml [models.NAME]

The tables of the other models are read and written back unchanged, so that each training ships
on its own.
"""

import hashlib
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path

import tomli_w

MODELS_DIR = Path(__file__).resolve().parent.parent / "models"
MANIFEST_NAME = "manifest.toml"
METRICS_HEADING = "## All figures\nWritten by the evaluation, as in `manifest.toml`.\n\n"


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(models_dir: Path = MODELS_DIR) -> dict[str, dict[str, object]]:
    """The manifest's tables by model name; empty where there is no manifest yet."""
    path = models_dir / MANIFEST_NAME
    if not path.exists():
        return {}
    models: dict[str, dict[str, object]] = tomllib.loads(path.read_text("utf-8"))["models"]
    return models


def write_entry(name: str, entry: Mapping[str, object], models_dir: Path = MODELS_DIR) -> None:
    """Replace one model's table in the manifest; the file is swapped in whole or not at all."""
    models = read_manifest(models_dir) | {name: dict(entry)}
    path = models_dir / MANIFEST_NAME
    partial = path.with_suffix(".toml.partial")
    partial.write_text(tomli_w.dumps({"models": dict(sorted(models.items()))}), "utf-8")
    partial.replace(path)


def write_metrics(name: str, metrics: Mapping[str, float], models_dir: Path = MODELS_DIR) -> None:
    """Store figures, rounded to four digits, in a model's table and at the end of its card."""
    rounded = {figure: round(value, 4) for figure, value in metrics.items()}
    entry = read_manifest(models_dir)[name]
    write_entry(name, entry | {"metrics": rounded}, models_dir)
    card = models_dir / str(entry["card"])
    rows = "".join(f"| {figure} | {value:g} |\n" for figure, value in rounded.items())
    prose = card.read_text("utf-8").partition(METRICS_HEADING)[0]
    card.write_text(f"{prose}{METRICS_HEADING}| figure | value |\n| --- | --- |\n{rows}", "utf-8")


def ship(
    name: str, onnx_file: Path, entry: Mapping[str, object], models_dir: Path = MODELS_DIR
) -> None:
    """Copy `onnx_file` to `models/NAME.onnx` and write `[models.NAME]` in the manifest.

    `entry` holds the table's keys except `file`, `sha256` and `card`, which are filled in here
    (the card is `NAME.md`). Raises FileNotFoundError where `onnx_file` does not exist.
    """
    models_dir.mkdir(parents=True, exist_ok=True)
    target = models_dir / f"{name}.onnx"
    if onnx_file.resolve() != target.resolve():
        shutil.copyfile(onnx_file, target)
    identity = {"file": target.name, "sha256": sha256_of(target), "card": f"{name}.md"}
    write_entry(name, identity | dict(entry) | identity, models_dir)
