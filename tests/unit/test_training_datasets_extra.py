"""Extra sets of faces that a recipe names: what of them is trained on."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from mien.taxonomy import LABELS
from training.datasets import layouts
from training.datasets.labelled_faces import LabelledFaces
from training.datasets.layouts import ExtraFaces
from training.expression import data

HAPPY, SAD = LABELS.index("happy"), LABELS.index("sad")
RATES = np.arange(7, dtype=float)


def rated(votes: list[list[float]], **columns: list[int] | list[str] | int) -> LabelledFaces:
    count = len(votes)
    pictures = np.arange(count, dtype=np.uint8).repeat(48 * 48).reshape(count, 48, 48)
    return LabelledFaces(
        labels=np.asarray(columns.get("labels", [HAPPY] * count), np.int64),
        votes=np.array(votes, np.float32),
        raters=10,
        split=np.asarray(columns.get("split", ["train"] * count), np.str_),
        valence_arousal=np.full((count, 2), np.nan, np.float32),
        places=np.arange(count),
        decode=pictures.__getitem__,
    )


READABLE, UNREADABLE = [0.0, 0, 0, 6, 0, 0, 2], [0.0, 0, 0, 2, 0, 0, 0]


def test_only_readable_known_training_faces_remain() -> None:
    faces = rated(
        [READABLE, UNREADABLE, READABLE, READABLE],
        labels=[HAPPY, HAPPY, -1, HAPPY],
        split=["train", "train", "train", "test"],
    )
    assert layouts.training_rows(faces, minimum_votes=3).places.tolist() == [0]


def test_pictures_already_in_fer2013_are_left_out_and_votes_become_targets() -> None:
    faces = rated([READABLE, READABLE, READABLE])
    known = faces.images()[1:2]
    extra = data.extra_set(faces, known, RATES, smoothing=0.07)
    assert extra.images[:, 0, 0].tolist() == [0, 2]
    assert extra.fer[0, HAPPY] == pytest.approx(0.94)
    assert extra.fer_plus[0, [HAPPY, 6]].tolist() == [0.75, 0.25]
    assert extra.rates.tolist() == [HAPPY, HAPPY]


def raf_db(root: Path) -> ExtraFaces:
    (root / "EmoLabel").mkdir()
    (root / "Image" / "aligned").mkdir(parents=True)
    lines = [f"train_{number:05d}.jpg {4 + number % 2}" for number in range(40)]
    (root / "EmoLabel" / "list_patition_label.txt").write_text("\n".join(lines))
    for number in range(40):
        name = str(root / "Image" / "aligned" / f"train_{number:05d}_aligned.jpg")
        cv2.imwrite(name, np.full((100, 100), number, np.uint8))
    return ExtraFaces("raf-db", str(root), per_label=5)


def test_a_table_of_the_recipe_becomes_capped_rows(tmp_path: Path) -> None:
    rows = data.extra_rows(raf_db(tmp_path), minimum_votes=3, seed=1)
    again = data.extra_rows(ExtraFaces("raf-db", str(tmp_path), 5), minimum_votes=3, seed=1)
    assert np.bincount(rows.labels, minlength=7)[[HAPPY, SAD]].tolist() == [5, 5]
    assert rows.places.tolist() == again.places.tolist()
    extra = data.extra_set(rows, np.empty((0, 48, 48), np.uint8), RATES, smoothing=0.1)
    both = data.joined([extra, extra])
    assert both.images.shape == (20, 48, 48)
    np.testing.assert_array_equal(extra.fer, extra.fer_plus)


def test_an_unknown_layout_names_those_that_there_are() -> None:
    with pytest.raises(ValueError, match="'rafdb': use one of fer2013-csv, raf-db, affectnet"):
        layouts.load(ExtraFaces("rafdb", ".", 1))
