"""Faces in other people's layouts: FER2013's CSV, RAF-DB and AffectNet, a few pictures each."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from mien.taxonomy import LABELS
from training.datasets import affectnet, fer2013_csv, raf_db
from training.datasets.labelled_faces import FaceFiles, LabelledFaces, own_split

VOTES = (
    "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n"
)


def picture(path: Path, tone: int = 90, side: int = 100) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), np.full((side, side, 3), tone, np.uint8))


def names(faces: LabelledFaces) -> list[str]:
    return [LABELS[label] if label >= 0 else "other" for label in faces.labels]


def fer_csv(path: Path, rows: str, header: str = "emotion,pixels,Usage") -> Path:
    path.write_text(header + "\n" + rows)
    return path.parent


def fer_row(emotion: int, tone: int, usage: str) -> str:
    return f"{emotion},{' '.join([str(tone)] * 48 * 48)},{usage}\n"


def test_fer2013_csv_gives_pictures_labels_and_its_own_split(tmp_path: Path) -> None:
    rows = fer_row(0, 7, "Training") + fer_row(6, 255, "PublicTest") + fer_row(3, 0, "PrivateTest")
    faces = fer2013_csv.load(fer_csv(tmp_path / "fer2013.csv", rows))
    assert names(faces) == ["angry", "neutral", "happy"]
    assert faces.split.tolist() == ["train", "val", "test"]
    images = faces.select(np.array([1, 0])).images()
    assert images.shape == (2, 48, 48)
    assert images[:, 0, 0].tolist() == [255, 7]
    assert faces.votes.argmax(axis=1).tolist() == faces.labels.tolist()


def test_icml_columns_have_blanks_and_fer_plus_brings_votes(tmp_path: Path) -> None:
    rows = f"0,Training,{' '.join(['9'] * 2304)}\n"
    folder = fer_csv(tmp_path / "icml_face_data.csv", rows, "emotion, Usage, pixels")
    (tmp_path / "fer2013new.csv").write_text(VOTES + "Training,fer0.png,4,0,1,0,3,0,1,0,1,0\n")
    faces = fer2013_csv.load(folder)
    assert faces.raters == 10
    assert dict(zip(LABELS, faces.votes[0].tolist(), strict=True)) == {
        "angry": 3, "disgust": 0, "fear": 1, "happy": 0, "sad": 0, "surprise": 1, "neutral": 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("9,1 2,Training\n", "line 2: pixels are not 2304"),
        (fer_row(9, 1, "Training"), "line 2: emotion 9"),
        (fer_row(0, 256, "Training"), "line 2: pixels are not 2304 numbers of 0..255"),
        (fer_row(0, 1, "Training") + fer_row(0, 1, "Exam"), "line 3: no column or value 'Exam'"),
        ("0\n", "line 2: the row is cut short"),
    ],
)
def test_a_bad_fer2013_row_is_named(tmp_path: Path, rows: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        fer2013_csv.load(fer_csv(tmp_path / "fer2013.csv", rows))


def test_votes_for_other_pictures_are_refused(tmp_path: Path) -> None:
    folder = fer_csv(tmp_path / "fer2013.csv", fer_row(0, 1, "Training"))
    (tmp_path / "fer2013new.csv").write_text(VOTES)
    with pytest.raises(ValueError, match="0 rows of votes for 1 faces"):
        fer2013_csv.load(folder)


def raf(root: Path, lines: str) -> Path:
    (root / "EmoLabel").mkdir(parents=True)
    (root / "EmoLabel" / "list_patition_label.txt").write_text(lines)
    return root


def test_raf_db_maps_its_seven_classes_and_keeps_its_test_part(tmp_path: Path) -> None:
    stems = [f"train_{i:05d}" for i in range(1, 7)] + ["test_0001"]
    raf(tmp_path / "basic", "".join(f"{stem}.jpg {i}\n" for i, stem in enumerate(stems, 1)))
    for tone, stem in enumerate(stems):
        picture(tmp_path / "basic" / "Image" / "aligned" / f"{stem}_aligned.jpg", 20 * tone)
    faces = raf_db.load(tmp_path)
    assert names(faces) == ["surprise", "fear", "disgust", "happy", "sad", "angry", "neutral"]
    assert (faces.split == "test").tolist() == [False] * 6 + [True]
    np.testing.assert_allclose(faces.images()[:, 24, 24], 20 * np.arange(7), atol=2)
    assert faces.counts() == dict.fromkeys(LABELS, 1) | {"other": 0}


def test_raf_db_names_a_bad_line_and_missing_pictures(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"line 1: 'train_00001.jpg 8'"):
        raf_db.load(raf(tmp_path / "a", "train_00001.jpg 8\n"))
    with pytest.raises(FileNotFoundError, match=r"1 of 1 pictures are missing.*_aligned\.jpg"):
        raf_db.load(raf(tmp_path / "b", "train_00001.jpg 3\n"))


LISTED = (
    "1/happy.jpg,10,20,40,40,1;2,1,0.8,0.3\n"
    "1/contempt.jpg,0,0,50,50,1;2,7,-0.5,0.4\n"
    "2/nobody.jpg,NULL,NULL,NULL,NULL,NULL,10,-2,-2\n"
)


def test_affectnet_lists_cut_the_face_and_count_what_mien_lacks(tmp_path: Path) -> None:
    lists = tmp_path / "Manually_Annotated_file_lists"
    lists.mkdir()
    (lists / "training.csv").write_text(",".join(affectnet.COLUMNS) + "\n" + LISTED)
    (lists / "validation.csv").write_text("3/angry.jpg,0,0,100,100,1;2,6,-0.4,0.7\n")
    for name in ("1/happy", "1/contempt", "2/nobody", "3/angry"):
        picture(tmp_path / "Manually_Annotated_Images" / f"{name}.jpg")
    happy = np.full((100, 100), 10, np.uint8)
    happy[20:60, 10:50] = 200
    cv2.imwrite(str(tmp_path / "Manually_Annotated_Images" / "1" / "happy.jpg"), happy)
    faces = affectnet.load(tmp_path)
    assert names(faces) == ["happy", "other", "other", "angry"]
    assert faces.counts()["other"] == 2
    assert faces.split[3] == "test"
    assert faces.images()[0].min() > 150
    np.testing.assert_allclose(faces.valence_arousal[[0, 2]], [[0.8, 0.3], [np.nan, np.nan]])
    assert faces.votes.sum(axis=1).tolist() == [1, 0, 0, 1]


def test_affectnet_annotation_files_hold_text_or_numbers(tmp_path: Path) -> None:
    for name, stored in (("7", ("5", "-0.6", "0.3")), ("8", (7, -2.0, -2.0))):
        picture(tmp_path / "train_set" / "images" / f"{name}.jpg")
        (tmp_path / "train_set" / "annotations").mkdir(exist_ok=True)
        for what, value in zip(("exp", "val", "aro"), stored, strict=True):
            np.save(tmp_path / "train_set" / "annotations" / f"{name}_{what}.npy", np.array(value))
    faces = affectnet.load(tmp_path)
    assert names(faces) == ["disgust", "other"]
    np.testing.assert_allclose(faces.valence_arousal, [[-0.6, 0.3], [np.nan, np.nan]])


def test_a_bad_affectnet_row_is_named(tmp_path: Path) -> None:
    (tmp_path / "training.csv").write_text("1/a.jpg,0,0,50,50,1;2,happy,0,0\n")
    with pytest.raises(ValueError, match="line 1: not a row of subDirectory_filePath"):
        affectnet.load(tmp_path)


@pytest.mark.parametrize("load", [fer2013_csv.load, raf_db.load, affectnet.load])
def test_an_empty_folder_is_said_to_lack_the_set(
    tmp_path: Path, load: Callable[[Path], LabelledFaces]
) -> None:
    with pytest.raises(FileNotFoundError, match=r"no .* at "):
        load(tmp_path)


def test_a_file_that_is_no_picture_is_named_when_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("not a picture")
    files = FaceFiles([tmp_path / "a.jpg"])
    with pytest.raises(ValueError, match=r"a\.jpg: not a picture"):
        files.read(np.array([0]))


def test_own_split_is_stable_and_leaves_official_test_alone() -> None:
    parts = [own_split(f"{number}.jpg") for number in range(2000)]
    assert parts == [own_split(f"{number}.jpg") for number in range(2000)]
    assert 0.07 < parts.count("val") / 2000 < 0.13
    assert 0.07 < parts.count("test") / 2000 < 0.13
    official = {own_split(f"{number}.jpg", "train") for number in range(2000)}
    assert official == {"train", "val"}
    assert own_split("1.jpg", "test") == "test"
