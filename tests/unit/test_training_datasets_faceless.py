"""Faceless pictures are sorted by what they are, and never bring a face; worn things stay put."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from training.datasets.faceless import MOST_A_FOLDER, Faceless, laid_on_grey, read_folders
from training.datasets.pasted_faces import Patch, Placement, blending_mask, paste
from training.datasets.scene import NO_BOXES, Scene
from training.datasets.worn import worn


def never(picture: np.ndarray) -> bool:
    return False


def stamp(height: int = 120, width: int = 100) -> np.ndarray:
    """A white disc on nothing, BGRA."""
    picture = np.zeros((height, width, 4), np.uint8)
    cv2.circle(picture, (width // 2, height // 2), 40, (255, 255, 255, 255), -1)
    return picture


def write(folder: Path, name: str, picture: np.ndarray) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(folder / name), picture)


def a_face() -> Patch:
    return Patch(np.full((96, 96), 128, np.uint8), np.array([24, 16, 72, 80], np.float32))


def test_opaque_pictures_stand_behind_and_transparent_ones_are_objects(tmp_path: Path) -> None:
    write(tmp_path / "deeper", "photo.jpg", np.full((200, 300, 3), 90, np.uint8))
    write(tmp_path, "stamp.png", stamp())
    write(tmp_path, "icon.png", np.full((32, 32, 3), 90, np.uint8))
    (tmp_path / "broken.png").write_bytes(b"no picture")
    found = read_folders([str(tmp_path)], never)
    assert [photograph.shape for photograph in found.photographs] == [(200, 300)]
    assert [patch.pixels.shape for patch in found.objects] == [(120, 120)]


def test_pictures_in_which_a_face_is_seen_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "portrait.jpg", np.full((200, 300, 3), 200, np.uint8))
    write(tmp_path, "wall.jpg", np.full((200, 300, 3), 20, np.uint8))
    found = read_folders([str(tmp_path)], lambda picture: bool(picture.mean() > 100))
    assert [int(photograph.mean()) for photograph in found.photographs] == [20]


def test_a_large_folder_is_thinned_evenly(tmp_path: Path) -> None:
    for index in range(MOST_A_FOLDER + 1):
        (tmp_path / f"{index:05}.png").touch()
    write(tmp_path, "00000.png", np.full((96, 96, 3), 7, np.uint8))
    write(tmp_path, "00001.png", np.full((96, 96, 3), 8, np.uint8))
    assert [int(p.mean()) for p in read_folders([str(tmp_path)], never).photographs] == [7]


def test_a_missing_folder_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read_folders([str(tmp_path / "none")], never) == Faceless([], [])
    assert "no folder" in capsys.readouterr().out


def test_a_background_fills_the_square_that_was_asked_for() -> None:
    faceless = Faceless([np.tile(np.arange(200, dtype=np.uint8), (100, 1))])
    for seed in range(8):
        assert faceless.background(64, np.random.default_rng(seed)).shape == (64, 64)


def test_what_lies_under_transparency_becomes_grey() -> None:
    laid = laid_on_grey(stamp())
    assert laid[0, 0].tolist() == [114, 114, 114]
    assert laid[60, 50].tolist() == [255, 255, 255]


def test_an_object_is_pasted_with_its_own_outline(tmp_path: Path) -> None:
    write(tmp_path, "stamp.png", stamp())
    patch = read_folders([str(tmp_path)], never).object(np.random.default_rng(0))
    assert patch.mask is not None
    assert blending_mask(patch, np.random.default_rng(1)) is patch.mask
    scene = Scene(np.full((200, 200), 50, np.uint8), NO_BOXES, NO_BOXES)
    place = Placement((100.0, 100.0), 120.0, 0.0, False)
    pasted = paste(scene, patch, place, np.random.default_rng(2), is_face=False)
    assert len(pasted.faces) == 0
    assert pasted.pixels[45, 45] == 50
    assert pasted.pixels[100, 100] > 100


def test_worn_things_leave_the_box_and_the_crop_itself_alone() -> None:
    face = a_face()
    dressed = [worn(face, np.random.default_rng(seed)) for seed in range(60)]
    changed = [patch for patch in dressed if (patch.pixels != 128).any()]
    assert 4 < len(changed) < 30
    assert all((patch.box == face.box).all() for patch in dressed)
    assert (face.pixels == 128).all()
