"""The face detector's network, assignment and loss; skipped where torch is not installed."""

from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from training.datasets.scene import Scene  # noqa: E402
from training.detector.assignment import assign, eligible  # noqa: E402
from training.detector.batches import Phase, gather, step_sides  # noqa: E402
from training.detector.loss import Targets, complete_iou_loss, detection_loss  # noqa: E402
from training.detector.network import FaceNetwork, Widths, anchors, decode  # noqa: E402

SIDE = 64
GRID = anchors(SIDE)


def targets(faces: list[list[float]], ignored: list[list[float]]) -> Targets:
    scene = Scene(
        np.zeros((SIDE, SIDE), np.uint8),
        np.array(faces, np.float32).reshape(-1, 4),
        np.array(ignored, np.float32).reshape(-1, 4),
    )
    return gather([scene])[1]


def raw(logit: float) -> Any:
    values = torch.zeros(1, len(GRID), 5)
    values[..., 0] = logit
    return values


def test_anchors_cover_the_three_strides() -> None:
    assert len(GRID) == 64 + 16 + 4
    assert GRID[0].tolist() == [4, 4, 8]
    assert GRID[-1].tolist() == [48, 48, 32]


def test_decoding_nothing_gives_boxes_of_one_stride() -> None:
    decoded = decode(torch.zeros(1, len(GRID), 4), GRID)
    assert decoded[0, 0].tolist() == [0, 0, 8, 8]


def test_small_and_large_faces_use_their_own_levels() -> None:
    allowed = eligible(torch.tensor([[10.0, 10, 20, 20], [0.0, 0, 64, 64]]), GRID)
    assert set(GRID[allowed[0]][:, 2].tolist()) == {8}
    assert set(GRID[allowed[1]][:, 2].tolist()) == {16, 32}


def test_every_face_is_answered_for_and_no_anchor_twice() -> None:
    faces = torch.tensor([[10.0, 10, 20, 20], [12.0, 12, 24, 24], [30.0, 30, 60, 60]])
    found = assign(
        torch.full((1, len(GRID)), 0.1),
        decode(torch.zeros(1, len(GRID), 4), GRID),
        faces,
        torch.zeros(3, dtype=torch.long),
        GRID,
    )
    assert len(found.anchors.unique()) == len(found.anchors)
    assert {tuple(box) for box in found.boxes.tolist()} == {tuple(box) for box in faces.tolist()}


def test_equal_boxes_cost_nothing_and_far_ones_more_than_one() -> None:
    box = torch.tensor([[0.0, 0, 10, 20]])
    assert complete_iou_loss(box, box).item() == pytest.approx(0, abs=1e-6)
    assert complete_iou_loss(box, box + 100).item() > 1


def test_an_empty_picture_costs_only_what_is_sure_of_a_face() -> None:
    quiet, _ = detection_loss(raw(-9), targets([], []), GRID)
    loud, boxes = detection_loss(raw(3), targets([], []), GRID)
    assert quiet < 1e-3 < loud
    assert boxes == 0


def test_ignored_regions_cost_nothing() -> None:
    loss, _ = detection_loss(raw(3), targets([], [[-1, -1, 65, 65]]), GRID)
    assert loss == 0


def test_the_network_gives_five_numbers_an_anchor() -> None:
    network = FaceNetwork(Widths((4, 4), (4, 4, 4), (1, 0, 0), 4)).eval()
    with torch.no_grad():
        assert network(torch.zeros(2, SIDE, SIDE, dtype=torch.uint8)).shape == (2, len(GRID), 5)


def test_phases_follow_each_other() -> None:
    assert step_sides([Phase(256, 2), Phase(320, 1)]) == [256, 256, 320]
