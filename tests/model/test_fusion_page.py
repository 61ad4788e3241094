"""docs/fusion.md and its pictures are of the models that ship."""

import re
from pathlib import Path

import pytest
from PIL import Image

from mien.runtime.manifest import Manifest
from mien.settings import Settings
from training.evaluation import plots
from training.ship import MEASURED_HEADING

MODELS = ("face-detector", "expression-classifier", "speech-emotion")
DOCS = Path(__file__).parents[2] / "docs"
MEASURED = (DOCS / "fusion.md").read_text("utf-8").partition(MEASURED_HEADING)[2]
LARGEST_PICTURE = 150_000


@pytest.fixture(scope="module")
def hashes() -> dict[str, str]:
    manifest = Manifest(Settings().models_dir)
    return {name: manifest.entry(name).sha256 for name in MODELS}


@pytest.mark.parametrize("name", MODELS)
def test_the_figures_are_of_the_model_that_ships(name: str, hashes: dict[str, str]) -> None:
    assert f"{name} `{hashes[name][:12]}`" in MEASURED, "run make eval-fusion"


def test_every_picture_is_small_and_shows_the_models_that_ship(hashes: dict[str, str]) -> None:
    links = re.findall(r"!\[[^]]+\]\(([^)]+)\)", MEASURED)
    assert len(links) == 4
    for link in links:
        assert (DOCS / link).stat().st_size <= LARGEST_PICTURE
        with Image.open(DOCS / link) as picture:
            assert picture.info[plots.SHA256_KEY] == " ".join(hashes.values())
