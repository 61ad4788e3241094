import pytest

from mien import fusion
from mien.fusion import Evidence, Modality, decisiveness, fuse_as_emosh
from mien.taxonomy import LABELS
from tests.clips import probabilities

GLAD, ANGRY = probabilities(happy=0.94), probabilities(angry=0.94)
EVEN = (1 / len(LABELS),) * len(LABELS)


def face(shares=GLAD, **given):
    return Evidence(Modality.FACE, shares, 0.8, 0.5, **given)


def voice(shares=ANGRY, **given):
    return Evidence(Modality.VOICE, shares, -0.5, 0.6, **given)


def fuse(evidence):
    fused = fusion.fuse(evidence)
    assert fused is not None
    return fused


def test_one_modality_alone_is_the_answer():
    fused = fuse([face()])
    assert fused.probabilities == pytest.approx(GLAD)
    assert (fused.dominant, fused.weights, fused.conflict) == ("happy", {"face": 1.0}, 0.0)
    assert (fused.valence, fused.arousal) == (0.8, 0.5)


def test_nothing_that_can_be_trusted_gives_no_reading():
    assert fusion.fuse([]) is None
    assert fusion.fuse([face(quality=0.0), voice(EVEN)]) is None


def test_weights_follow_quality_decisiveness_and_age():
    even = fuse([face(), voice()]).weights["voice"]
    assert fuse([face(quality=0.3), voice()]).weights["voice"] > even
    assert fuse([face(), voice(probabilities(angry=0.4))]).weights["voice"] < even
    assert fuse([face(), voice(age=4.0)]).weights["voice"] < even
    assert fuse([face(quality=0.0), voice()]).weights == {"voice": 1.0}


def test_probabilities_and_weights_add_up_and_stay_between_the_modalities():
    fused = fuse([face(), voice()])
    assert sum(fused.probabilities) == pytest.approx(1.0)
    assert sum(fused.weights.values()) == pytest.approx(1.0)
    assert -0.5 < fused.valence < 0.8
    assert fused.valence > 0.3, "valence is the face's more than the voice's"


def test_a_smile_with_an_angry_voice_is_a_conflict():
    agreeing = fuse([face(), voice(GLAD)])
    opposed = fuse([face(), voice()])
    assert agreeing.conflict == pytest.approx(0.0, abs=1e-9)
    assert opposed.conflict > 0.5
    assert opposed.uncertain is (max(opposed.probabilities) < 0.45)
    assert fuse([face(), voice(quality=0.02)]).conflict < 0.15


def test_decisiveness_runs_from_even_to_certain():
    assert decisiveness(EVEN) == pytest.approx(0.0, abs=1e-9)
    assert decisiveness(probabilities(sad=1.0)) == 1.0


def test_emosh_takes_valence_from_the_face_and_a_third_of_arousal_from_the_voice():
    assert fuse_as_emosh(face(), voice()) == pytest.approx((0.8, 0.35 * 0.6 + 0.65 * 0.5))
    assert fuse_as_emosh(face(), None) == (0.8, 0.5)
