"""The figures that cards quote, against values worked out by hand."""

import numpy as np
import pytest

from training import metrics

LABELS = np.array([0, 0, 0, 0, 1, 1])
PREDICTED = np.array([0, 0, 0, 1, 1, 0])


def test_unweighted_recall_counts_each_class_that_occurs_once() -> None:
    assert metrics.uar(PREDICTED, LABELS, 2) == pytest.approx((3 / 4 + 1 / 2) / 2)
    assert metrics.uar(PREDICTED, LABELS, 5) == metrics.uar(PREDICTED, LABELS, 2)


def test_confusion_has_a_row_for_each_label() -> None:
    assert metrics.confusion(PREDICTED, LABELS, 3).tolist() == [[3, 1, 0], [1, 1, 0], [0, 0, 0]]


def test_concordance_punishes_shift_and_scale_where_correlation_does_not() -> None:
    target = np.array([1.0, 2.0, 3.0])
    assert metrics.ccc(target, target) == pytest.approx(1)
    assert metrics.ccc(-target + 4, target) == pytest.approx(-1)
    # cov = var = 2/3, difference of the means 1: 2 (2/3) / (2/3 + 2/3 + 1)
    assert metrics.ccc(target + 1, target) == pytest.approx(4 / 7)
    # cov = 4/3, variances 8/3 and 2/3, difference of the means 2
    assert metrics.ccc(2 * target, target) == pytest.approx((8 / 3) / (10 / 3 + 4))


def test_a_constant_prediction_has_no_concordance() -> None:
    assert metrics.ccc(np.zeros(3), np.array([-1.0, 0.0, 1.0])) == 0
    assert metrics.ccc(np.zeros(3), np.zeros(3)) == 1


def test_root_mean_square_error_is_in_the_unit_of_the_series() -> None:
    assert metrics.rmse(np.array([0.0, 0.0]), np.array([3.0, -4.0])) == pytest.approx(12.5**0.5)


def test_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    probabilities = np.array([[0.8, 0.2]] * 4 + [[0.6, 0.4]] * 4)
    labels = np.array([0, 0, 0, 1, 0, 0, 1, 1])
    bins = metrics.reliability(probabilities, labels, bins=10)
    assert bins.confidence == pytest.approx([0.6, 0.8])
    assert bins.accuracy == pytest.approx([0.5, 0.75])
    assert bins.count.tolist() == [4, 4]
    gap = metrics.expected_calibration_error(probabilities, labels, bins=10)
    assert gap == pytest.approx((0.1 + 0.05) / 2)
