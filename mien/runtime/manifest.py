"""The models that ship: what each file is, what it was trained on, and whether it is intact.

manifest.toml -> Manifest -> ModelEntry -> verified path -> (session.py) inference session
"""

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from mien.errors import ModelUnavailable

MANIFEST_NAME = "manifest.toml"
FIGURES = "figures"
"""The folder, beside the manifest, of the cards' pictures."""


class ModelInput(BaseModel):
    """The input tensor; `shape` names its dynamic axis "batch"."""

    model_config = ConfigDict(frozen=True)

    name: str
    dtype: str
    shape: tuple[int | str, ...]


class ModelEntry(BaseModel):
    """One table of the manifest."""

    model_config = ConfigDict(frozen=True)

    name: str
    file: str
    sha256: str
    task: str
    version: str
    licence: str
    card: str
    training_data: tuple[str, ...]
    labels: tuple[str, ...]
    input: ModelInput
    parameters: dict[str, float] = Field(default_factory=dict)
    metrics: dict[str, float] = Field(default_factory=dict)
    reference: dict[str, float] = Field(default_factory=dict)
    """What inputs like the training data's are like in the mean, to tell drift by."""

    def parameter(self, name: str) -> float:
        """A number that pre- or post-processing needs; ModelUnavailable where it is missing."""
        if name not in self.parameters:
            raise ModelUnavailable(f"model '{self.name}' has no parameter '{name}' in its manifest")
        return self.parameters[name]


class Manifest:
    """The models in one folder, by name."""

    def __init__(self, folder: Path) -> None:
        """Read `folder/manifest.toml`; raises ModelUnavailable where it is absent or malformed."""
        self.folder = folder
        self.models = _read_models(folder / MANIFEST_NAME)

    def entry(self, name: str) -> ModelEntry:
        """A model's table; raises ModelUnavailable for a name that is not in the manifest."""
        if name not in self.models:
            known = ", ".join(sorted(self.models))
            raise ModelUnavailable(f"no model '{name}' in {self.folder}; there are: {known}")
        return self.models[name]

    def verified_bytes(self, name: str) -> bytes:
        """A model file's bytes; raises ModelUnavailable if it is missing or its hash differs."""
        entry = self.entry(name)
        path = self.folder / entry.file
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ModelUnavailable(f"{path} cannot be read: {error.strerror}") from error
        digest = hashlib.sha256(data).hexdigest()
        if digest != entry.sha256:
            raise ModelUnavailable(
                f"{path} has sha256 {digest}, but its manifest says {entry.sha256}: "
                "the file is damaged or was replaced, so it is not loaded"
            )
        return data

    def card(self, name: str) -> str:
        """A model's card as Markdown; raises ModelUnavailable where it is missing."""
        path = self.folder / self.entry(name).card
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            raise ModelUnavailable(f"{path} cannot be read: {error.strerror}") from error

    def pictures(self, name: str) -> dict[str, Path]:
        """The pictures that a model's card links, by file name."""
        return {path.name: path for path in (self.folder / FIGURES).glob(f"{name}-*.png")}


def _read_models(path: Path) -> dict[str, ModelEntry]:
    try:
        tables: dict[str, dict[str, Any]] = tomllib.loads(path.read_text("utf-8")).get("models", {})
        return {name: ModelEntry(name=name, **table) for name, table in tables.items()}
    except OSError as error:
        raise ModelUnavailable(f"{path} cannot be read: {error.strerror}") from error
    except (
        ValueError,
        AttributeError,
        TypeError,
    ) as error:  # pydantic's and tomllib's are ValueErrors
        raise ModelUnavailable(f"{path} is not a valid manifest: {error}") from error
