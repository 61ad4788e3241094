"""A model's card, its table in the manifest and its file say the same."""

import re
from collections.abc import Callable, Mapping

import pytest
from PIL import Image

from mien.runtime.manifest import Manifest
from mien.settings import Settings
from training.evaluation import detector_report, expression_report, plots, speech_report
from training.ship import MEASURED_HEADING

MANIFEST = Manifest(Settings().models_dir)
NAMES = sorted(MANIFEST.models)
REPORTS: Mapping[str, Callable[[Mapping[str, float]], str]] = {
    "expression-classifier": expression_report.report,
    "face-detector": detector_report.report,
    "speech-emotion": speech_report.report,
}
LARGEST_PICTURE = 60_000


def measured(name: str) -> str:
    _, heading, rest = MANIFEST.card(name).partition(MEASURED_HEADING)
    assert heading, f"{name}: the card has no figures; run make eval"
    return rest


@pytest.mark.parametrize("name", NAMES)
def test_the_figures_are_of_the_file_that_ships(name: str) -> None:
    MANIFEST.verified_bytes(name)
    entry = MANIFEST.entry(name)
    assert f"`{entry.file}`, SHA-256 `{entry.sha256}`" in measured(name)


@pytest.mark.parametrize("name", NAMES)
def test_card_and_manifest_hold_the_same_figures(name: str) -> None:
    listed = measured(name).partition("### All figures")[2]
    rows = re.findall(r"^\| (\w+) \| (\S+) \|$", listed, re.MULTILINE)
    expected = {figure: f"{value:g}" for figure, value in MANIFEST.entry(name).metrics.items()}
    assert {figure: value for figure, value in rows if figure != "figure"} == expected


@pytest.mark.parametrize("name", sorted(REPORTS.keys() & set(NAMES)))
def test_every_table_follows_from_the_manifest(name: str) -> None:
    assert REPORTS[name](MANIFEST.entry(name).metrics) in measured(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_exists_is_small_and_shows_the_file_that_ships(name: str) -> None:
    for link in re.findall(r"!\[[^]]+\]\(([^)]+)\)", MANIFEST.card(name)):
        path = MANIFEST.folder / link
        assert path.exists(), f"{name}: the card links {link}"
        assert path.stat().st_size <= LARGEST_PICTURE
        with Image.open(path) as picture:
            assert picture.info[plots.SHA256_KEY] == MANIFEST.entry(name).sha256


@pytest.mark.parametrize("name", sorted(REPORTS.keys() & set(NAMES)))
def test_a_card_shows_pictures(name: str) -> None:
    assert "](figures/" in measured(name)


def test_no_picture_is_left_behind() -> None:
    linked = "".join(MANIFEST.card(name) for name in NAMES)
    for path in (MANIFEST.folder / "figures").glob("*"):
        assert f"(figures/{path.name})" in linked, f"{path} belongs to no card"
