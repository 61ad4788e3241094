"""What a run asks of its workers: which clips, read how.

Order ─recipe─> all that a result depends on beside its clip, so that a finished one is known again
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mien import __version__
from mien.runtime.manifest import Manifest
from mien.settings import Settings

SECRET = {"database_url", "poster_source"}
"""Settings that may hold a password, which reading a clip does not need."""


@dataclass(frozen=True, slots=True)
class Task:
    """A clip to read: its place, the version that was found there, and its folder's name."""

    place: str
    version: str
    name: str


@dataclass(frozen=True, slots=True)
class Order:
    """How all clips of a run are read.

    `settings` are those that were set where the command was given, by name. Each clip's report goes
    to its folder below `reports`, which every node must see, or nowhere where that is None, with an
    annotated video if `video`.
    """

    settings: dict[str, Any]
    rate: float = 10.0
    viewer: int | None = None
    reports: Path | None = None
    video: bool = False

    @classmethod
    def of(cls, chosen: Settings, **options: Any) -> "Order":
        """An order under the settings of this process."""
        given = chosen.model_dump(exclude_unset=True, exclude=SECRET)
        absolute = {
            name: value.absolute() if isinstance(value, Path) else value
            for name, value in given.items()
        }
        return cls(absolute, **options)

    def recipe(self, chosen: Settings) -> str:
        """All that a result depends on beside its clip. Raises ModelUnavailable."""
        models = Manifest(chosen.models_dir).models.values()
        kept = "none" if self.reports is None else "video" if self.video else "report"
        return json.dumps(
            {
                "mien": __version__,
                "models": {model.name: (model.sha256, model.parameters) for model in models},
                "faces": chosen.max_faces,
                "rate": self.rate,
                "viewer": self.viewer,
                "kept": kept,
            },
            sort_keys=True,
        )
