"""The face detector's training code: geometry, scenes, matching, assignment, loss, decoding."""

from pathlib import Path

import cv2
import numpy as np

from training.datasets.backgrounds import drawn_background, emblem
from training.datasets.pasted_faces import Patch, Placement, paste, scrambled
from training.datasets.scene import (
    NO_BOXES,
    Scene,
    band,
    framed,
    iou_matrix,
    overlap,
    similarity,
    turned,
)
from training.datasets.wider import AnnotatedPicture, is_development
from training.datasets.wider_crops import WiderCrops
from training.detector.clips import count
from training.detector.scoring import match, measure


def boxes(*rows: tuple[float, float, float, float]) -> np.ndarray:
    return np.array(rows, np.float32).reshape(-1, 4)


def all_clear(picture: np.ndarray, annotated: np.ndarray) -> np.ndarray:
    return np.ones(len(annotated), bool)


def a_patch() -> Patch:
    pixels = np.tile(np.arange(48, dtype=np.uint8) * 5, (48, 1))
    return Patch(pixels, np.array([8, 4, 40, 44], np.float32))


def test_the_split_hangs_on_the_name_alone_and_fills_both_halves() -> None:
    names = [f"{index}_Parade_{index}.jpg" for index in range(100)]
    development = [is_development(name) for name in names]
    assert development == [is_development(name) for name in names]
    assert 30 < sum(development) < 70
    assert AnnotatedPicture(Path("any/folder") / names[0], NO_BOXES).held_out != development[0]


def test_a_quarter_turn_swaps_the_sides_of_a_box() -> None:
    matrix = similarity((50, 50), (50, 50), 1.0, 90, False)
    np.testing.assert_allclose(
        turned(boxes((40, 30, 60, 70)), matrix), [[30, 40, 70, 60]], atol=1e-3
    )


def test_mirroring_keeps_the_centre_where_it_was_asked() -> None:
    matrix = similarity((10, 20), (30, 40), 2.0, 0, True)
    np.testing.assert_allclose(
        turned(boxes((5, 10, 15, 30)), matrix), [[20, 20, 40, 60]], atol=1e-4
    )


def test_tiny_and_mostly_hidden_faces_are_ignored_not_background() -> None:
    faces = boxes((10, 10, 40, 40), (50, 50, 54, 54), (-25, 60, 5, 90))
    scene = framed(np.zeros((100, 100), np.uint8), faces, NO_BOXES)
    np.testing.assert_array_equal(scene.faces, boxes((10, 10, 40, 40)))
    assert len(scene.ignored) == 2


def test_a_letterbox_band_cuts_and_drops_faces() -> None:
    scene = Scene(np.zeros((100, 100), np.uint8), boxes((0, 0, 20, 40), (0, 60, 20, 80)), NO_BOXES)
    cut = band(scene, 100, 30, 114)
    np.testing.assert_array_equal(cut.faces, boxes((0, 0, 20, 30)))
    assert cut.pixels[30:].min() == 114
    assert scene.pixels.max() == 0


def test_a_pasted_face_lands_where_and_as_large_as_asked() -> None:
    scene = Scene(np.zeros((100, 100), np.uint8), NO_BOXES, NO_BOXES)
    place = Placement((50.0, 60.0), 40.0, 0.0, False)
    pasted = paste(scene, a_patch(), place, np.random.default_rng(1), is_face=True)
    np.testing.assert_allclose(pasted.faces, boxes((34, 40, 66, 80)), atol=0.1)
    assert pasted.pixels[50:70, 45:65].mean() > 20


def test_a_distraction_adds_no_face_and_hides_what_it_covers() -> None:
    scene = Scene(np.zeros((100, 100), np.uint8), boxes((45, 45, 60, 60)), NO_BOXES)
    place = Placement((50.0, 50.0), 60.0, 0.0, False)
    pasted = paste(scene, a_patch(), place, np.random.default_rng(1), is_face=False)
    assert len(pasted.faces) == 0


def test_a_scrambled_face_keeps_its_grey_values() -> None:
    patch = a_patch()
    other = scrambled(patch, np.random.default_rng(3))
    assert (other.pixels != patch.pixels).any()
    assert np.sort(other.pixels, None).tolist() == np.sort(patch.pixels, None).tolist()


def test_drawn_backgrounds_repeat_with_the_seed() -> None:
    first, again = (drawn_background(64, np.random.default_rng(5)) for _ in range(2))
    assert first.shape == (64, 64)
    np.testing.assert_array_equal(first, again)


def test_emblems_are_mirrored() -> None:
    picture = emblem(64, np.random.default_rng(2))
    np.testing.assert_array_equal(picture, picture[:, ::-1])


def test_cuts_keep_faces_inside_the_frame(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), np.full((60, 80, 3), 90, np.uint8))
    cuts = WiderCrops([AnnotatedPicture(tmp_path / "a.png", boxes((20, 10, 50, 50)))], all_clear)
    for seed in range(8):
        scene = cuts.scene(64, np.random.default_rng(seed))
        assert scene.pixels.shape == (64, 64)
        assert ((scene.faces >= 0) & (scene.faces <= 64)).all()


def test_overlap_and_iou() -> None:
    assert overlap(boxes((0, 0, 10, 10)), boxes((5, 0, 15, 10))[0]).tolist() == [0.5]
    np.testing.assert_allclose(iou_matrix(boxes((0, 0, 10, 10)), boxes((5, 0, 15, 10))), [[1 / 3]])


def test_one_face_takes_one_detection() -> None:
    twice = boxes((0, 0, 50, 50), (1, 0, 50, 50))
    matched = match(twice, np.array([0.6, 0.9], np.float32), boxes((0, 0, 50, 50)))
    assert matched[:, 1].tolist() == [-1, 0]


def test_small_faces_absorb_detections_but_do_not_count() -> None:
    annotated = boxes((0, 0, 50, 50), (80, 80, 90, 90), (100, 0, 150, 50))
    found = boxes((0, 0, 50, 50), (80, 80, 90, 90), (0, 100, 50, 150))
    figures = measure([(found, np.array([0.9, 0.8, 0.7], np.float32), annotated)], 40)
    assert (figures.faces, figures.found, figures.false_alarms) == (2, 1, 1)
    assert figures.recall == 0.5
    assert figures.mean_iou == 1.0


def test_clip_counts() -> None:
    counts = count(Path("x/talking.mp4"), [0, 1, 1, 2])
    assert (counts.name, counts.none, counts.one, counts.more) == ("talking.mp4", 1, 2, 1)
    assert counts.frames == 4
