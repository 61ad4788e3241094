"""Evaluation: changes of pictures, curves, slices, bars, and the pictures of a card."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from training import ship
from training.evaluation import bars, distortions, plots, slices
from training.evaluation.bars import Bar
from training.evaluation.curves import BRIGHTNESS, JPEG, ROTATION, Sweep, trace

RAMP = np.tile(np.arange(0, 240, 5, dtype=np.uint8), (48, 1))
DIM = Sweep("brightness", (0.25, 0.5, 1.0), 1.0)


def test_a_change_of_no_strength_leaves_the_picture_as_it_is() -> None:
    assert np.array_equal(distortions.rotated(RAMP, 0), RAMP)
    assert np.array_equal(distortions.brightened(RAMP, 1), RAMP)
    assert np.array_equal(distortions.shrunk(RAMP, 48), RAMP)


def test_changes_do_what_their_strength_says() -> None:
    assert np.array_equal(distortions.rotated(RAMP, 90), RAMP.T[::-1])
    assert distortions.brightened(RAMP, 2).max() == 255
    assert distortions.brightened(RAMP, 0.5)[0, 40] == 100
    colour = np.dstack([RAMP] * 3)
    assert distortions.shrunk(colour[:24], 12).shape == (6, 12, 3)
    error = [np.abs(distortions.compressed(RAMP, q).astype(int) - RAMP).mean() for q in (5, 90)]
    assert error[0] > error[1]


@pytest.mark.parametrize("sweep", [ROTATION, BRIGHTNESS, JPEG])
def test_every_sweep_tries_unchanged_pictures(sweep: Sweep) -> None:
    assert sweep.unchanged in sweep.strengths


def test_a_curve_tells_the_points_that_the_worst_of_its_changes_costs() -> None:
    curve = trace(DIM, lambda strength: {"a": 0.4 + 0.4 * strength, "b": 1.0})
    assert curve.share("a", 0.5) == pytest.approx(0.6)
    assert curve.points_lost("a", 0.5) == pytest.approx(20)
    assert curve.points_lost("a", 0.5, 0.25) == pytest.approx(30)
    assert curve.points_lost("b", 0.25) == 0
    with pytest.raises(ValueError, match="not in tuple"):
        curve.share("a", 0.7)


def test_slices_hold_each_known_face_once() -> None:
    values = np.array([1.0, 4.0, 6.0, 9.0, np.nan])
    right = np.array([True, False, True, True, True])
    low, high = slices.between("size", values, right, (5,), ("under 5 px", "from 5 px"))
    assert (low.count, low.share, high.count, high.share) == (2, 0.5, 2, 1.0)
    assert slices.figures([low]) == {"slice_size_under_5_px": 0.5}


def test_an_interval_stays_between_none_and_all() -> None:
    assert slices.Slice("size", "big", 10, 10).interval == pytest.approx((0.722, 1), abs=1e-3)
    half = slices.Slice("size", "big", 100, 50)
    assert half.interval == pytest.approx((0.404, 0.596), abs=1e-3)


def test_the_tails_of_a_trait_are_its_lowest_and_highest_faces() -> None:
    right = np.arange(10) == 9
    parts = slices.tails("light", np.arange(10.0), right, 0.1, ("darkest", "middle", "brightest"))
    assert [(part.count, part.right) for part in parts] == [(1, 0), (8, 0), (1, 1)]


def test_an_empty_slice_is_no_figure() -> None:
    assert slices.figures([slices.Slice("size", "huge", 0, 0)]) == {}


def test_blur_and_darkness_are_told_apart() -> None:
    noise = np.random.default_rng(0).integers(0, 255, (48, 48)).astype(np.uint8)
    smooth = np.full((48, 48), 100, np.uint8)
    assert slices.sharpness(noise) > slices.sharpness(smooth)
    assert slices.brightness(smooth) == 100


def test_a_bar_is_a_number_or_another_figure() -> None:
    measured = {"recall": 0.8, "rival_recall": 0.9, "milliseconds": 4.0}
    rows = bars.table(
        (
            Bar("recall", "recall", "at least", "rival_recall"),
            Bar("time", "milliseconds", "at most", 8),
        ),
        measured,
    )
    assert "| recall | at least 0.9 | 0.8 | **missed** |" in rows
    assert "| time | at most 8 | 4 | reached |" in rows


def test_a_picture_is_small_and_names_the_file_that_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "figures" / "slices.png"
    figure = plots.sliced([slices.Slice("size", "big", 9, 3)], "accuracy")
    plots.save(figure, path, sha256="0123abcd")
    with Image.open(path) as picture:
        assert picture.info[plots.SHA256_KEY] == "0123abcd"
        assert picture.mode == "P"
    assert path.stat().st_size < 60_000


def test_a_card_keeps_its_prose_and_gets_a_new_report(tmp_path: Path) -> None:
    (tmp_path / "trained.onnx").write_bytes(b"weights")
    ship.ship("a", tmp_path / "trained.onnx", {"task": "x"}, tmp_path)
    (tmp_path / "a.md").write_text("# A\n\nProse.\n\n")
    for report in ("Old words.\n\n", "New words.\n\n"):
        ship.write_metrics("a", {"accuracy": 0.5}, tmp_path, report)
    card = (tmp_path / "a.md").read_text()
    assert card.startswith("# A\n\nProse.\n\n## Measured\n")
    assert "New words." in card
    assert "Old words." not in card
    assert ship.sha256_of(tmp_path / "a.onnx") in card
