"""The detector recipes, `training/recipes/detector*.toml`, as frozen dataclasses."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from training import recipe
from training.detector.batches import Phase, step_sides


@dataclass(frozen=True)
class Recipe:
    """A recipe file of the compact network."""

    seed: int
    architecture: str
    faceless: tuple[str, ...]
    wider_face: str
    batch: int
    learning_rate: float
    weight_decay: float
    warmup_steps: int
    ema_decay: float
    checkpoint_every: int
    log_every: int
    phases: tuple[Mapping[str, int], ...]

    @property
    def sides(self) -> list[int]:
        """The picture side of each step."""
        return step_sides([Phase(**phase) for phase in self.phases])


@dataclass(frozen=True)
class YoloRecipe:
    """A recipe file of YOLOv8n, which ultralytics' own trainer trains on scenes written out."""

    seed: int
    architecture: str
    faceless: tuple[str, ...]
    wider_face: str
    scenes: int
    validation_scenes: int
    side: int
    epochs: int
    batch: int
    learning_rate: float
    weight_decay: float


PLANS: Mapping[str, type[Recipe] | type[YoloRecipe]] = {"compact": Recipe, "yolov8n": YoloRecipe}


def read(path: Path) -> Recipe | YoloRecipe:
    """A recipe file by its `architecture`; raises ValueError for one that is none of PLANS."""
    table = tomllib.loads(path.read_text("utf-8"))
    architecture = str(table.get("architecture", ""))
    if architecture not in PLANS:
        raise ValueError(f"unknown architecture {architecture!r}: use one of {', '.join(PLANS)}")
    return recipe.build(PLANS[architecture], table)
