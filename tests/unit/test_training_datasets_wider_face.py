"""WIDER FACE's own layout: two pictures, one of them without a face."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from training.datasets import wider_face
from training.datasets.scene import Boxes, Pixels
from training.datasets.wider_crops import WiderCrops

CLEAR, BLURRED, HIDDEN, INVALID = (
    "10 20 30 40 1 0 0 0 1 0",
    "50 20 8 8 2 0 0 0 0 0",
    "60 20 8 8 0 0 0 0 2 0",
    "70 20 8 8 0 0 0 1 0 0",
)
EMPTY = "9--Press/none.jpg\n0\n0 0 0 0 0 0 0 0 0 0 \n"


def layout(root: Path, text: str) -> Path:
    (root / "wider_face_split").mkdir()
    (root / "wider_face_split" / "wider_face_train_bbx_gt.txt").write_text(text)
    for name in ("9--Press/none.jpg", "0--Parade/many.jpg"):
        path = root / "WIDER_train" / "images" / name
        path.parent.mkdir(parents=True)
        cv2.imwrite(str(path), np.full((80, 120, 3), 90, np.uint8))
    return root


def many(*faces: str) -> str:
    return f"0--Parade/many.jpg\n{len(faces)}\n" + "".join(face + " \n" for face in faces)


def test_clear_faces_are_examples_and_the_rest_is_ignored(tmp_path: Path) -> None:
    root = layout(tmp_path, EMPTY + many(CLEAR, BLURRED, HIDDEN, INVALID, "5 5 0 0 0 0 0 0 0 0"))
    none, some = wider_face.read_part(root, "train")
    assert none.boxes.shape == none.ignored.shape == (0, 4)
    assert some.boxes.tolist() == [[10, 20, 40, 60]]
    assert some.ignored[:, 0].tolist() == [50, 60, 70, 5]
    assert some.read().shape == (80, 120, 3)


def test_a_count_of_zero_may_lack_its_line_of_zeros(tmp_path: Path) -> None:
    root = layout(tmp_path, "9--Press/none.jpg\n0\n" + many(CLEAR))
    assert [len(picture.boxes) for picture in wider_face.read_part(root, "train")] == [0, 1]


def test_flags_are_kept(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(many(CLEAR, BLURRED, INVALID))
    (found,) = wider_face.parse(tmp_path / "list.txt")
    assert found.blur.tolist() == [1, 2, 0]
    assert found.occlusion.tolist() == [1, 0, 0]
    assert found.invalid.tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a.jpg\ntwo\n", r"line 1 \(a\.jpg\)"),
        ("a.jpg\n1\n1 2 3 4\n", "does not hold 10 numbers"),
        (many(CLEAR) + "a.jpg\n2\n" + CLEAR, r"line 4 \(a\.jpg\)"),
    ],
)
def test_a_broken_list_names_the_line(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        wider_face.read_part(layout(tmp_path, text), "train")


def test_missing_list_and_pictures_are_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="wider_face_val_bbx_gt"):
        wider_face.read_part(tmp_path, "val")
    with pytest.raises(FileNotFoundError, match=r"1 of 1 pictures .*unpack WIDER_train\.zip"):
        wider_face.read_part(layout(tmp_path, "a.jpg\n1\n" + CLEAR), "train")


def test_cuts_take_over_what_the_annotators_ignored(tmp_path: Path) -> None:
    def agree(pixels: Pixels, boxes: Boxes) -> np.ndarray:
        return np.ones(len(boxes), bool)

    pictures = wider_face.read_part(layout(tmp_path, many(CLEAR, INVALID)), "train")
    cuts = WiderCrops(pictures, agree)
    scenes = [cuts.scene(128, np.random.default_rng(seed)) for seed in range(20)]
    assert any(len(scene.ignored) and len(scene.faces) for scene in scenes)
