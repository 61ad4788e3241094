"""Puts a trained model where it is served from: the ONNX file and its table in the manifest.

    exported.onnx ──copy──> models/NAME.onnx ──sha256──> models/manifest.toml [models.NAME]
    evaluation ──figures──> models/manifest.toml [models.NAME.metrics], end of models/NAME.md

The tables of the other models are read and written back unchanged, so that each training ships
on its own. A card's prose is written by people; from MEASURED_HEADING on it is generated.
"""

import hashlib
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

MODELS_DIR = Path(__file__).resolve().parent.parent / "models"
MANIFEST_NAME = "manifest.toml"
MEASURED_HEADING = "## Measured\n"


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


def write_metrics(
    name: str, metrics: Mapping[str, float], models_dir: Path = MODELS_DIR, report: str = ""
) -> None:
    """Store figures, rounded to four digits, in a model's table and at the end of its card.

    `report` is the Markdown that explains them: it comes before the list of all figures. What
    stood in the card from MEASURED_HEADING on is replaced.
    """
    entry = read_manifest(models_dir)[name] | {"metrics": rounded(metrics)}
    write_entry(name, entry, models_dir)
    card = models_dir / str(entry["card"])
    prose = card.read_text("utf-8").partition(MEASURED_HEADING)[0]
    card.write_text(prose + measured(entry, report), "utf-8")


def rounded(metrics: Mapping[str, float]) -> dict[str, float]:
    """Figures as they are stored and shown."""
    return {figure: round(float(value), 4) for figure, value in metrics.items()}


def measured(entry: Mapping[str, Any], report: str) -> str:
    """The generated end of a card: which file was measured, the report, and all figures."""
    rows = "".join(f"| {figure} | {value:g} |\n" for figure, value in entry["metrics"].items())
    return (
        f"{MEASURED_HEADING}Written by the evaluation, which replaces everything from here on. "
        f"The file measured is `{entry['file']}`, SHA-256 `{entry['sha256']}`.\n\n{report}"
        f"### All figures\nAs in `manifest.toml`.\n\n| figure | value |\n| --- | --- |\n{rows}"
    )


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
