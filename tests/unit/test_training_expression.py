"""Training of the expression classifier: the parts that need no data."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from training import metrics, recipe
from training.datasets import fer2013, muxspace
from training.datasets.fer2013 import FerPlus
from training.expression import calibration, data
from training.expression.schedule import Schedule, averaging_decay, learning_rate

RECIPE = Path(__file__).parents[2] / "training" / "recipes" / "expression.toml"
SCHEDULE = Schedule(peak_rate=0.1, warmup_share=0.1, weight_decay=0.0, momentum=0.9, ema_decay=0.99)


def faces(votes: list[list[int]], groups: list[int], **columns: list[bool]) -> FerPlus:
    count = len(votes)
    return FerPlus(
        images=np.zeros((count, 48, 48), np.uint8),
        split=np.array(["train"] * count),
        labels=np.zeros(count, np.int64),
        votes=np.array(votes, np.float32),
        dup_group=np.array(groups),
        leak=np.zeros(count, bool),
        ambiguous=np.array(columns.get("ambiguous", [False] * count)),
    )


def test_sheet_cells_are_cut_row_by_row() -> None:
    cells = np.arange(100, dtype=np.uint8).repeat(48 * 48).reshape(100, 48, 48)
    sheet = np.vstack([np.hstack(list(cells[row * 50 : row * 50 + 50])) for row in range(2)])
    assert np.array_equal(fer2013.cut_sheet(sheet), cells)


def test_majority_needs_more_than_half_of_ten_raters() -> None:
    clear, tied = [0, 0, 0, 6, 0, 0, 4], [0, 0, 0, 5, 0, 0, 5]
    assert faces([clear, tied], [1, 2]).majority().tolist() == [3, -1]


def test_training_takes_one_clear_readable_face_a_duplicate_group() -> None:
    readable, unreadable = [0, 0, 0, 9, 0, 0, 0], [0, 0, 0, 1, 0, 0, 0]
    rows = faces(
        [readable, readable, unreadable, readable],
        groups=[7, 7, 8, 9],
        ambiguous=[False, False, False, True],
    )
    assert fer2013.training_rows(rows, minimum_votes=3).dup_group.tolist() == [7]


@pytest.mark.parametrize(
    ("name", "person"),
    [("Tony_Blair_0012.jpg", "Tony_Blair"), ("facial-expressions_2868588k.jpg", None)],
)
def test_a_persons_pictures_share_a_side(name: str, person: str | None) -> None:
    assert muxspace.person_of(name) == (person or Path(name).stem)


def test_caps_limit_only_the_labels_they_name() -> None:
    labels = np.array([3] * 10 + [6] * 10 + [0] * 2)
    kept = labels[data.capped(labels, {"happy": 4, "neutral": 1}, seed=0)]
    assert np.bincount(kept, minlength=7).tolist() == [2, 0, 0, 4, 0, 0, 1]


def test_smoothed_labels_are_distributions() -> None:
    smoothed = data.smooth(np.array([2]), 0.14)
    assert smoothed.sum() == pytest.approx(1.0)
    assert smoothed[0, 2] == pytest.approx(0.88)


def test_rate_rises_to_its_peak_and_falls_to_nothing() -> None:
    rates = [learning_rate(step, 100, SCHEDULE) for step in range(101)]
    assert max(rates) == pytest.approx(rates[10]) == pytest.approx(0.1)
    assert rates[0] == pytest.approx(0.01)
    assert rates[100] == pytest.approx(0.0)


def test_average_forgets_the_start() -> None:
    assert averaging_decay(0, SCHEDULE) == pytest.approx(0.1)
    assert averaging_decay(10_000, SCHEDULE) == SCHEDULE.ema_decay


def test_temperature_undoes_overconfidence() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(4000, 7))
    labels = np.array([rng.choice(7, p=p) for p in calibration.softmax(logits, 1.0)])
    fitted = calibration.fit_temperature(3.0 * logits, np.eye(7)[labels])
    assert fitted == pytest.approx(3.0, rel=0.15)


def test_uncertain_where_readings_are_mostly_wrong() -> None:
    confidence = np.linspace(0.2, 1.0, 801)
    assert calibration.uncertain_below(confidence, confidence > 0.6) == pytest.approx(0.6, abs=0.02)
    assert calibration.uncertain_below(confidence, np.zeros(801, bool)) == 1.0


def test_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    probabilities = np.tile([0.8, 0.2], (10, 1))
    labels = np.array([0] * 5 + [1] * 5)
    assert metrics.expected_calibration_error(probabilities, labels) == pytest.approx(0.3)


def test_macro_f1_weighs_rare_classes_alike() -> None:
    labels, predicted = np.array([0, 0, 0, 1]), np.array([0, 0, 0, 0])
    assert metrics.macro_f1(predicted, labels, 2) == pytest.approx((6 / 7 + 0) / 2)


def test_recall_of_an_absent_class_is_unknown() -> None:
    recalls = metrics.recalls(np.array([0, 0]), np.array([0, 1]), 3)
    assert recalls[:2].tolist() == [1.0, 0.0]
    assert np.isnan(recalls[2])


@dataclass(frozen=True)
class Inner:
    rates: tuple[float, ...]


@dataclass(frozen=True)
class Outer:
    epochs: int
    inner: Inner
    sampling: Mapping[str, float]


def test_recipe_fills_nested_dataclasses() -> None:
    built = recipe.build(
        Outer, {"epochs": 2, "inner": {"rates": [0.1, 0.2]}, "sampling": {"fear": 2.0}}
    )
    assert built == Outer(2, Inner((0.1, 0.2)), {"fear": 2.0})


def test_recipe_rejects_what_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="epoch"):
        recipe.build(Inner, {"rates": [], "epoch": 1})


def test_shipped_recipe_trains_a_network_that_takes_raw_faces() -> None:
    torch = pytest.importorskip("torch")
    from training.architectures.expression import expression_network
    from training.expression.network import ServedClassifier
    from training.expression.plan import Recipe
    from training.expression.pool import HeadPool

    plan = recipe.load(Recipe, RECIPE)
    network = expression_network(plan.architecture, plan.network)
    model = ServedClassifier(network, HeadPool()).eval()
    with torch.no_grad():
        logits = model(torch.zeros(2, 48, 48, dtype=torch.uint8))
    assert logits.shape == (2, 7)
    assert torch.isfinite(logits).all()


def test_the_pool_follows_the_head_that_is_right() -> None:
    torch = pytest.importorskip("torch")
    from training.expression.pool import fit_pool

    generator = torch.Generator().manual_seed(0)
    labels = torch.arange(350) % 7
    right = 3.0 * torch.eye(7)[labels] + torch.randn(350, 7, generator=generator)
    noise = 3.0 * torch.randn(350, 7, generator=generator)
    none = torch.full_like(labels, -1)
    pool = fit_pool(noise, right, labels, none)
    assert float(pool.fer_plus.min()) > 5 * float(pool.fer.abs().max())


def test_augmentation_keeps_shape_and_range() -> None:
    torch = pytest.importorskip("torch")
    from training.expression.augmentation import augment
    from training.expression.plan import Recipe

    plan = recipe.load(Recipe, RECIPE)
    changed = augment(torch.randint(0, 256, (8, 48, 48), dtype=torch.uint8), plan.augmentation)
    assert changed.shape == (8, 48, 48)
    assert float(changed.min()) >= 0.0
    assert float(changed.max()) <= 255.0


def test_softened_augmentation_is_milder_around_the_same_middle() -> None:
    pytest.importorskip("torch")
    from training.expression.plan import Recipe

    strengths = recipe.load(Recipe, RECIPE).augmentation
    milder = strengths.softened(0.5)
    assert milder.rotation_degrees == strengths.rotation_degrees / 2
    assert strengths.scale[0] < milder.scale[0] < 1.0 < milder.scale[1] < strengths.scale[1]


def test_a_teacher_gives_its_share_of_the_targets() -> None:
    torch = pytest.importorskip("torch")
    from training.expression.distillation import Teacher

    class Certain(torch.nn.Module):  # type: ignore[misc,name-defined]
        def forward(self, faces: object) -> tuple[object, object]:
            return torch.tensor([[50.0] + [0.0] * 6]), torch.tensor([[0.0] * 6 + [50.0]])

    labelled = torch.eye(7)[[3]]
    fer, fer_plus = Teacher(Certain(), 0.75).targets(torch.zeros(1, 48, 48), labelled, labelled)
    assert fer[0].tolist() == pytest.approx([0.75, 0, 0, 0.25, 0, 0, 0], abs=1e-6)
    assert fer_plus[0].tolist() == pytest.approx([0, 0, 0, 0.25, 0, 0, 0.75], abs=1e-6)


def test_a_teacher_that_was_not_trained_is_named_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("torch")
    from training.expression import distillation
    from training.expression.plan import Distillation

    monkeypatch.setattr(distillation, "CACHE_DIR", tmp_path)
    assert distillation.load_teacher(Distillation("", 0.0), "best.pt") is None
    with pytest.raises(FileNotFoundError, match="recipes/expression-teacher"):
        distillation.load_teacher(Distillation("expression-teacher.toml", 0.8), "best.pt")
