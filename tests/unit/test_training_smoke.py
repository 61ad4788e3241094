"""The drawn faces that smoke runs learn from, and the recipes that they shorten."""

from pathlib import Path

import numpy as np
import pytest

from mien.taxonomy import LABELS
from training.smoke.drawn_faces import drawn_face, drawn_set


def test_drawn_faces_repeat_with_the_seed_and_differ_by_label() -> None:
    first, again = (drawn_face("happy", np.random.default_rng(3)) for _ in range(2))
    other = drawn_face("surprise", np.random.default_rng(3))
    assert first.shape == (48, 48)
    np.testing.assert_array_equal(first, again)
    assert np.abs(first.astype(int) - other).max() > 40


def test_a_drawn_set_holds_every_label_as_often() -> None:
    faces = drawn_set(2, "train", seed=1)
    assert np.bincount(faces.labels).tolist() == [2] * len(LABELS)
    assert faces.majority().tolist() == faces.labels.tolist()


def test_drawn_scenes_hold_the_faces_that_they_were_given(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    from training.smoke.drawn_scenes import drawn_material

    material = drawn_material(tmp_path, seed=1)
    scene = material.scenes(5).scene(0, 64)
    again = material.scenes(5).scene(0, 64)
    assert all(len(picture.boxes) for picture in material.pictures)
    np.testing.assert_array_equal(scene.pixels, again.pixels)


def test_every_expression_recipe_has_an_effort_to_shorten_it_to() -> None:
    pytest.importorskip("torch")
    pytest.importorskip("tensorboard")
    from training import recipe
    from training.command_line import RECIPES
    from training.expression.plan import Recipe
    from training.smoke.expression import EFFORTS, shortened

    for path in RECIPES.glob("expression*.toml"):
        plan = recipe.load(Recipe, path)
        short = shortened(plan, EFFORTS[plan.architecture])
        assert short.epochs < plan.epochs
        assert short.architecture == plan.architecture
