"""A folder of one model that is not what ships."""

import shutil

import pytest

from mien.runtime.manifest import Manifest
from mien.settings import Settings

NAME = "expression-classifier"
SHIPPED = Settings().models_dir


@pytest.fixture
def other(tmp_path):
    """A folder of one model: the shipped classifier under another version."""
    folder = tmp_path / "other"
    folder.mkdir()
    text = (SHIPPED / "manifest.toml").read_text()
    [table] = [part for part in text.split("[models.") if part.startswith(f"{NAME}]")]
    rest = [part for part in text.split("[models.") if part.startswith(f"{NAME}.")]
    version = Manifest(SHIPPED).entry(NAME).version
    table = table.replace(f'version = "{version}"', 'version = "9.9.9"')
    (folder / "manifest.toml").write_text("".join(f"[models.{part}" for part in [table, *rest]))
    shutil.copy(SHIPPED / f"{NAME}.onnx", folder)
    return folder
