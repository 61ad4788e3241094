import pytest
from hypothesis import given, settings

from mien.fusion import Modality, fuse
from mien.perception.words.emotion import EmotionReader
from mien.perception.words.emotion_words import EMOTION_WORDS
from mien.taxonomy import LABELS, derived_valence_arousal
from tests.unit.words.conftest import anything

READER = EmotionReader()


def read(text):
    [reading] = READER.read([text])
    return reading


@pytest.mark.parametrize(
    ("text", "dominant"),
    [
        ("I loved it, so happy!", "happy"),
        ("that clown scared me", "fear"),
        ("so sad, I was crying", "sad"),
        ("eww, how gross", "disgust"),
        ("wow, what a surprise", "surprise"),
        ("I am furious about it", "angry"),
        ("the train leaves at eight", "neutral"),
        ("😭", "sad"),
        ("🤮", "disgust"),
        ("😱", "fear"),
        ("terrifying", "fear"),
        ("it annoys me", "angry"),
    ],
)
def test_the_dominant_expression(text, dominant):
    assert read(text).dominant == dominant


def test_negation_takes_an_expression_away():
    happy, unhappy = read("I am happy"), read("I am not happy")
    assert unhappy.probabilities[LABELS.index("happy")] < happy.probabilities[LABELS.index("happy")]
    assert unhappy.valence < 0 < happy.valence
    assert read("not scared at all").dominant != "fear"


def test_a_line_that_says_nothing_is_neutral_and_counts_nothing():
    for text in ("", "the train leaves at eight", "音楽"):
        reading = read(text)
        assert reading.dominant == "neutral"
        assert reading.quality == 0.0
        assert fuse([reading.evidence()]) is None


def test_more_words_are_better_evidence():
    assert 0.0 < read("sad").quality < read("sad and scared").quality < 1.0


def test_a_reading_is_evidence_for_fusion():
    reading = read("I loved it, so happy!")
    evidence = reading.evidence(age=2.0)
    assert evidence.modality is Modality.WORDS
    assert evidence.age == 2.0
    fused = fuse([evidence])
    assert fused is not None
    assert fused.dominant == "happy"


def test_every_word_speaks_for_something():
    assert all(weights and max(weights.values()) <= 1.0 for weights in EMOTION_WORDS.values())


def assert_sound(reading):
    assert sum(reading.probabilities) == pytest.approx(1.0)
    assert reading.dominant == LABELS[reading.probabilities.index(max(reading.probabilities))]
    assert (reading.valence, reading.arousal) == pytest.approx(
        derived_valence_arousal(reading.probabilities)
    )
    assert 0.0 <= reading.quality <= 1.0


def test_odd_text_is_read(odd_text):
    assert_sound(read(odd_text))


@settings(max_examples=200, deadline=None)
@given(anything())
def test_any_text_is_read(text):
    assert_sound(read(text))
