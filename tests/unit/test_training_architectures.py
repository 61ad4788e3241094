"""The networks that recipes choose among keep one contract."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from training import recipe  # noqa: E402
from training.architectures.expression import expression_network  # noqa: E402
from training.command_line import RECIPES  # noqa: E402
from training.detector import plan as detector_plan  # noqa: E402
from training.expression.plan import Recipe  # noqa: E402


def needs(package: str) -> None:
    """Skip where `package` is not installed; importing it here would fail beside CPU torch."""
    if find_spec(package) is None:
        pytest.skip(f"{package} is not installed")


def test_an_unknown_architecture_is_named_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="'vgg': use one of compact, inception-resnet-v1"):
        expression_network("vgg", {})


def test_an_unknown_detector_is_named_with_those_there_are(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text('architecture = "ssd"\n')
    with pytest.raises(ValueError, match="'ssd': use one of compact, yolov8n"):
        detector_plan.read(path)


def test_every_detector_recipe_is_read_by_its_architecture() -> None:
    plans = [detector_plan.read(path) for path in sorted(RECIPES.glob("detector*.toml"))]
    assert [plan.architecture for plan in plans] == ["yolov8n", "compact"]


def test_extra_sets_of_a_recipe_are_read() -> None:
    plan = recipe.load(Recipe, RECIPES / "expression.toml")
    assert plan.data.extra_faces == ()


def inception() -> Any:
    needs("facenet_pytorch")
    return expression_network("inception-resnet-v1", {"side": 80, "dropout": 0.0}).eval()


def test_inception_resnet_takes_served_faces_and_gives_both_heads() -> None:
    with torch.no_grad():
        fer, fer_plus = inception()(torch.zeros(2, 48, 48, dtype=torch.uint8))
    assert fer.shape == fer_plus.shape == (2, 7)


def test_inception_resnet_bears_the_names_of_facenet_pytorch() -> None:
    names = inception().state_dict().keys()
    assert {"conv2d_1a.conv.weight", "last_linear.weight", "logits.weight"} <= names


def test_yolo_gives_boxes_and_scores_as_the_detector_serves_them() -> None:
    needs("ultralytics")
    from training.architectures.yolo import served, yolov8n

    with torch.no_grad():
        boxes, scores = served(yolov8n().state_dict())(torch.zeros(2, 64, 64, dtype=torch.uint8))
    assert boxes.shape == (2, 84, 4)
    assert scores.shape == (2, 84)


def test_missing_suppression_keeps_the_surest_of_overlapping_boxes() -> None:
    from training.architectures.torchvision_operators import nms

    boxes = torch.tensor([[0.0, 0, 10, 10], [1, 0, 10, 10], [20, 20, 30, 30]])
    assert nms(boxes, torch.tensor([0.5, 0.9, 0.3]), 0.5).tolist() == [1, 2]
