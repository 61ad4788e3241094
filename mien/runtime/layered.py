"""A set of models of which some come from other folders: a candidate over what is served.

models/ ─────────────┐
candidate/ (one model) ┴─> every model of models/, that one from candidate/
"""

from collections.abc import Mapping
from pathlib import Path

from mien.runtime.manifest import Manifest


class LayeredManifest(Manifest):
    """The models of `base`, but those that `over` names from where it says."""

    def __init__(self, base: Manifest, over: Mapping[str, Manifest]) -> None:
        """Raises ModelUnavailable where a manifest of `over` has no such model."""
        self.folder = base.folder
        self._base, self._over = base, over
        self.models = base.models | {name: found.entry(name) for name, found in over.items()}

    def verified_bytes(self, name: str) -> bytes:
        """As of the folder that the model comes from."""
        return self._of(name).verified_bytes(name)

    def card(self, name: str) -> str:
        """As of the folder that the model comes from."""
        return self._of(name).card(name)

    def pictures(self, name: str) -> dict[str, Path]:
        """As of the folder that the model comes from."""
        return self._of(name).pictures(name)

    def _of(self, name: str) -> Manifest:
        return self._over.get(name, self._base)


def layered(base: Manifest, folder: Path) -> LayeredManifest:
    """The models of `folder` over those of `base`. Raises ModelUnavailable."""
    found = Manifest(folder)
    return LayeredManifest(base, dict.fromkeys(found.models, found))
