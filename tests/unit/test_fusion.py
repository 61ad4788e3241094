import math

import pytest

from mien import fusion
from mien.fusion import PRIORS, WEIGHING, Evidence, Modality, fuse_as_emosh
from mien.taxonomy import LABELS, derived_valence_arousal
from tests.clips import probabilities

GLAD, ANGRY = probabilities(happy=0.94), probabilities(angry=0.94)
EVEN = (1 / len(LABELS),) * len(LABELS)


def evidence(modality, shares, valence=None, arousal=None, **given):
    """Evidence with a point of its own, or that which its probabilities give."""
    derived = derived_valence_arousal(shares)
    return Evidence(
        modality,
        shares,
        derived[0] if valence is None else valence,
        derived[1] if arousal is None else arousal,
        **given,
    )


def face(shares=GLAD, **given):
    return evidence(Modality.FACE, shares, **given)


def voice(shares=ANGRY, **given):
    return evidence(Modality.VOICE, shares, **given)


def words(shares, **given):
    return evidence(Modality.WORDS, shares, **given)


def fuse(*items):
    fused = fusion.fuse(items)
    assert fused is not None
    return fused


def share(fused, label):
    return fused.probabilities[LABELS.index(label)]


@pytest.mark.parametrize("quality", [1.0, 0.1])
def test_one_modality_alone_is_the_answer(quality):
    fused = fuse(face(valence=0.8, arousal=0.4, quality=quality))
    assert fused.probabilities == pytest.approx(GLAD)
    assert (fused.dominant, fused.weights, fused.conflict) == ("happy", {"face": 1.0}, 0.0)
    assert (fused.valence, fused.arousal) == pytest.approx((0.8, 0.4))


def test_a_clear_smile_with_a_silent_microphone_is_the_face_alone():
    assert fuse(face(), voice(quality=0.0)) == fuse(face())
    nearly = fuse(face(), voice(quality=1e-4))
    assert nearly.probabilities == pytest.approx(GLAD, abs=1e-3)
    assert nearly.conflict < 0.01


def test_a_tense_voice_leads_a_blurred_and_neutral_face():
    fused = fuse(face(probabilities(neutral=0.6), quality=0.05), voice(quality=0.9))
    assert fused.dominant == "angry"
    assert fused.weights["voice"] > 0.75
    assert not fused.uncertain


def test_nothing_that_can_be_trusted_gives_no_reading():
    assert fusion.fuse([]) is None
    assert fusion.fuse([face(quality=0.0), voice(EVEN)]) is None


def test_weights_follow_quality_decisiveness_and_age():
    even = fuse(face(), voice()).weights["voice"]
    assert even == pytest.approx(0.5)
    assert fuse(face(quality=0.3), voice()).weights["voice"] > even
    assert fuse(face(), voice(probabilities(angry=0.4))).weights["voice"] < even
    assert fuse(face(), voice(age=4.0)).weights["voice"] == pytest.approx(1 / 5)
    assert fuse(face(quality=0.0), voice()).weights == {"voice": 1.0}


def test_every_step_down_in_quality_moves_the_answer_away():
    fused = [fuse(face(), voice(quality=quality / 10)) for quality in range(11)]
    angry = [share(one, "angry") for one in fused]
    weights = [one.weights.get("voice", 0.0) for one in fused]
    assert angry == sorted(angry)
    assert weights == sorted(weights)
    assert angry[0] < 0.02
    assert angry[-1] > 0.4


def test_two_that_agree_are_surer_than_either():
    sad = probabilities(sad=0.5)
    fused = fuse(face(sad), voice(sad))
    assert share(fused, "sad") > 0.7
    assert fused.conflict == pytest.approx(0.0, abs=1e-9)


def test_what_is_only_likely_beforehand_is_not_counted_twice():
    """A face and a voice that say what is usual anyway say nothing."""
    usual = PRIORS[Modality.FACE], PRIORS[Modality.VOICE]
    fused = fuse(face(usual[0]), voice(usual[1]))
    for place in range(len(LABELS)):
        low, high = sorted(prior[place] for prior in usual)
        assert low * 0.9 < fused.probabilities[place] < high * 1.1


def test_probabilities_and_weights_add_up():
    fused = fuse(face(), voice(), words(probabilities(fear=0.3)))
    assert sum(fused.probabilities) == pytest.approx(1.0)
    assert sum(fused.weights.values()) == pytest.approx(1.0)
    assert set(fused.weights) == {"face", "voice", "words"}


def test_a_smile_with_an_angry_voice_is_a_conflict():
    opposed = fuse(face(), voice())
    sure = fuse(face(probabilities(happy=0.999)), voice(probabilities(angry=0.999)))
    assert opposed.conflict > 0.8
    assert 0.97 < sure.conflict <= 1.0
    assert abs(opposed.valence) < 0.2, "neither glad nor angry"
    assert opposed.uncertain is (max(opposed.probabilities) < fusion.UNCERTAIN_BELOW)
    assert fuse(face(), voice(quality=0.02)).conflict < 0.15


def test_certain_contradictions_stay_finite():
    fused = fuse(face(probabilities(happy=1.0)), voice(probabilities(angry=1.0)))
    assert all(math.isfinite(p) for p in fused.probabilities)
    assert share(fused, "happy") + share(fused, "angry") == pytest.approx(1.0, abs=1e-3)


def test_the_voice_moves_arousal_by_what_it_says_itself_and_valence_not():
    calm, loud = (fuse(face(), voice(arousal=a, valence=-a)) for a in (0.0, 1.0))
    assert loud.arousal - calm.arousal == pytest.approx(0.5)
    assert loud.valence == calm.valence
    hushed = fuse(face(), voice(arousal=1.0, quality=0.1))
    assert hushed.arousal - fuse(face(), voice(arousal=0.0, quality=0.1)).arousal < 0.02


def test_words_move_valence():
    kind, cruel = (fuse(face(EVEN), words(GLAD, valence=v)) for v in (0.9, -0.9))
    assert kind.valence - cruel.valence == pytest.approx(1.8)


def test_a_point_stays_on_the_plane():
    fused = fuse(face(probabilities(surprise=0.9), valence=1.0, arousal=1.0), voice(arousal=1.0))
    assert -1.0 <= fused.valence <= 1.0
    assert -1.0 <= fused.arousal <= 1.0


def test_trust_is_full_only_for_a_clear_sure_and_fresh_reading():
    sure = probabilities(happy=1.0)
    assert WEIGHING.trust(face(sure)) == 1.0
    assert WEIGHING.trust(face(sure, age=0.5)) == 0.5
    assert WEIGHING.trust(face(sure, quality=0.25)) == 0.5
    assert WEIGHING.trust(voice(sure, quality=0.25)) == 0.25
    assert WEIGHING.trust(face(EVEN)) < 1e-6


def test_emosh_takes_valence_from_the_face_and_a_third_of_arousal_from_the_voice():
    seen, said = face(valence=0.8, arousal=0.5), voice(arousal=0.6)
    assert fuse_as_emosh(seen, said) == pytest.approx((0.8, 0.35 * 0.6 + 0.65 * 0.5))
    assert fuse_as_emosh(seen, None) == (0.8, 0.5)
