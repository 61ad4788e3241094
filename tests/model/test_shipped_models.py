"""What people rely on from the model files in this repository."""

import cv2
import numpy as np
import pytest

from mien.media.image import ImageLimits, decode_image
from mien.perception.face_detector import Face, intersection_over_union, suppress
from mien.runtime.manifest import Manifest
from mien.settings import Settings
from mien.taxonomy import LABELS
from tests.pictures import ASTRONAUT

ASTRONAUT_FACE = (173.0, 66.0, 273.0, 192.0)
MEBIBYTE = 1024 * 1024


@pytest.fixture(scope="module")
def astronaut():
    return decode_image(ASTRONAUT.read_bytes(), ImageLimits.of(Settings())).frame


def overlap(box, expected):
    return float(
        intersection_over_union(np.array(box, np.float32), np.array([expected], np.float32))[0]
    )


def test_the_astronaut_is_one_certain_happy_face(reader, astronaut):
    [[reading]] = reader.read([astronaut])
    assert overlap(reading.face.box, ASTRONAUT_FACE) > 0.6
    assert reading.expression.dominant == "happy"
    assert not reading.expression.uncertain
    assert reading.expression.valence > 0.3


def test_unlikely_expressions_are_told_apart(reader, astronaut):
    [[reading]] = reader.read([astronaut])
    assert len(set(reading.expression.probabilities)) == len(LABELS)


@pytest.mark.parametrize("scale", [0.25, 0.5, 2.0])
def test_the_face_is_found_at_other_sizes(reader, astronaut, scale):
    resized = cv2.resize(astronaut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    [faces] = reader.detector.detect([resized])
    assert len(faces) == 1
    assert overlap(np.array(faces[0].box) / scale, ASTRONAUT_FACE) > 0.6


@pytest.mark.parametrize("angle", [-20, 20])
def test_the_face_is_found_when_tilted(reader, astronaut, angle):
    turn = cv2.getRotationMatrix2D((223, 129), angle, 1.0)
    [faces] = reader.detector.detect([cv2.warpAffine(astronaut, turn, (512, 512))])
    assert len(faces) == 1


@pytest.mark.parametrize("shape", [(480, 640), (64, 64), (1200, 100)])
def test_an_empty_picture_has_no_face(reader, shape):
    flat = np.full((*shape, 3), 128, np.uint8)
    noise = np.random.default_rng(0).integers(0, 255, (*shape, 3)).astype(np.uint8)
    assert reader.detector.detect([flat, noise]) == [[], []]


def test_pictures_of_different_sizes_are_read_together_as_alone(reader, astronaut):
    smaller = cv2.resize(astronaut, (300, 300), interpolation=cv2.INTER_AREA)
    together = reader.read([astronaut, np.zeros((40, 90, 3), np.uint8), smaller])
    alone = [reader.read([frame])[0] for frame in (astronaut, smaller)]
    assert together[1] == []
    for [reading], [expected] in zip((together[0], together[2]), alone, strict=True):
        assert reading.face.box == pytest.approx(expected.face.box, abs=0.5)
        assert reading.expression.probabilities == pytest.approx(
            expected.expression.probabilities, abs=0.01
        )


def test_no_pictures_give_no_readings(reader):
    assert reader.read([]) == []


def test_readings_are_probabilities(reader, astronaut):
    crops = [reader.classifier.pre(astronaut[:, ::-1]), reader.classifier.pre(astronaut)]
    for reading in reader.classifier.classify(crops):
        assert sum(reading.probabilities) == pytest.approx(1)
        assert reading.dominant == LABELS[int(np.argmax(reading.probabilities))]


def test_noise_and_blur_are_less_familiar_than_the_astronaut(reader, astronaut):
    [face] = reader.detector.detect([astronaut])[0]
    crop = reader.classifier.pre(astronaut, face)
    noise = np.random.default_rng(0).integers(0, 256, crop.shape, np.uint8)
    pictures = [crop, cv2.GaussianBlur(crop, (0, 0), 4), noise]
    known, blurred, unknown = (r.distance for r in reader.classifier.classify(pictures))
    assert known < 1 < unknown
    assert blurred > 1.2 * known


@pytest.mark.parametrize(
    "box", [(-0.0, 0.0, 512.0, 512.0), (500.0, 500.0, 512.0, 512.0), (0.0, 0.0, 1.0, 1.0)]
)
def test_faces_at_the_edge_can_be_cut_out(reader, astronaut, box):
    crop = reader.classifier.pre(astronaut, Face(box, 0.9))
    assert crop.shape == reader.classifier.pre(astronaut).shape


def test_suppression_keeps_the_best_of_overlapping_boxes():
    boxes = np.array([[0, 0, 10, 10], [1, 1, 11, 11], [20, 20, 30, 30]], np.float32)
    assert suppress(boxes, np.array([0.5, 0.9, 0.4], np.float32), 0.4).tolist() == [1, 2]
    assert suppress(boxes[:0], np.array([], np.float32), 0.4).tolist() == []


def test_every_shipped_file_is_intact_small_and_has_a_card():
    manifest = Manifest(Settings().models_dir)
    sizes = [len(manifest.verified_bytes(name)) for name in manifest.models]
    assert sum(sizes) < 16 * MEBIBYTE
    for name, entry in manifest.models.items():
        card = manifest.card(name)
        assert entry.licence in card
        assert entry.metrics
        for figure, value in entry.metrics.items():
            assert f"| {figure} | {value:g} |" in card, (name, figure)
