import pytest

from mien.emoji import EMOJI_POSITIONS, nearest_emoji
from mien.taxonomy import LABELS, POLARITY, VALENCE_AROUSAL, Expression, derived_valence_arousal


def test_labels_keep_the_order_of_the_predict_contract():
    assert LABELS == ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")


def test_every_expression_has_a_polarity_and_an_anchor_in_range():
    assert set(POLARITY) == set(VALENCE_AROUSAL) == set(Expression)
    assert all(-1 <= axis <= 1 for anchor in VALENCE_AROUSAL.values() for axis in anchor)


def test_a_certain_expression_stands_on_its_anchor():
    for place, expression in enumerate(Expression):
        certain = [float(other == place) for other in range(len(LABELS))]
        assert derived_valence_arousal(certain) == pytest.approx(VALENCE_AROUSAL[expression])


def test_probabilities_of_another_length_are_refused():
    with pytest.raises(ValueError, match="zip"):
        derived_valence_arousal([0.5, 0.5])


def test_each_emoji_is_nearest_to_its_own_position():
    for position in EMOJI_POSITIONS.values():
        assert EMOJI_POSITIONS[nearest_emoji(*position)] == position


def test_the_origin_is_the_neutral_face():
    assert nearest_emoji(0.0, 0.0) == "😐"
