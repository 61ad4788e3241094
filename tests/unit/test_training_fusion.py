"""The measurement of fusion: corruptions, pairs, losses, intervals, fit and report."""

import numpy as np
import pytest

from mien.fusion import WEIGHING, Evidence, Modality
from mien.media.audio import SAMPLE_RATE
from mien.taxonomy import LABELS
from tests.clips import probabilities
from tests.sounds import bursts
from training.fusion import fit, report
from training.fusion.comparison import compare
from training.fusion.corruption import (
    RATIOS,
    behind,
    camera_corruptions,
    framed,
    microphone_corruptions,
)
from training.fusion.drawing import curves
from training.fusion.errors import Answers, Draws, Interval, Losses, label_weights
from training.fusion.evidence import Step, corrupted
from training.fusion.fit import Setting
from training.fusion.material import FACES_EACH, Pairs, paired

FACE = np.random.default_rng(0).integers(0, 255, (48, 48), np.uint8)
VOICE = bursts(300, 2.0)
OTHERS = [bursts(hertz, 1.0) for hertz in (200, 500, 900)]
HAPPY, SAD = LABELS.index("happy"), LABELS.index("sad")


@pytest.mark.parametrize("corruption", camera_corruptions(), ids=lambda one: one.name)
def test_a_camera_gets_worse_step_by_step(corruption):
    intact, *worse = (
        next(corrupted(corruption, strength, [FACE])) for strength in corruption.sweep.strengths
    )
    assert corruption.sweep.unchanged == corruption.sweep.strengths[0]
    assert np.array_equal(intact, framed(FACE))
    assert all(frame.shape == intact.shape and frame.dtype == np.uint8 for frame in worse)
    assert len({frame.tobytes() for frame in (intact, *worse)}) == len(corruption.sweep.strengths)


@pytest.mark.parametrize("corruption", microphone_corruptions(OTHERS), ids=lambda one: one.name)
def test_a_microphone_gets_worse_step_by_step(corruption):
    intact, *worse = (
        next(corrupted(corruption, strength, [VOICE])) for strength in corruption.sweep.strengths
    )
    assert corruption.sweep.unchanged == corruption.sweep.strengths[0]
    assert np.array_equal(intact, VOICE)
    distance = [float(np.abs(sound - VOICE).mean()) for sound in worse]
    assert distance == sorted(distance)
    assert all(sound.shape == VOICE.shape for sound in worse)


def test_noise_lies_as_far_under_the_voice_as_asked():
    noise = np.random.default_rng(1).normal(0, 7, len(VOICE)).astype(np.float32)
    for ratio in RATIOS[1:]:
        added = behind(VOICE, noise, ratio) - VOICE
        assert 20 * np.log10(VOICE.std() / added.std()) == pytest.approx(ratio, abs=0.01)


def test_lost_pieces_are_silent():
    gaps = next(one for one in microphone_corruptions(OTHERS) if one.name == "gaps")
    voice = np.ones(10 * SAMPLE_RATE, np.float32)
    assert np.mean(next(corrupted(gaps, 0.4, [voice])) == 0.0) == pytest.approx(0.4)


def test_pairs_share_a_label_and_use_every_face_before_any_again():
    faces, voices = np.array([0, 0, 0, 1, 1, 6]), np.array([0, 1, 1, 6, 5])
    face, voice = paired(faces, voices, np.random.default_rng(0))
    assert np.array_equal(faces[face], voices[voice])
    assert np.bincount(voice).tolist() == [FACES_EACH] * 4, "no face has the label of the fifth"
    uses = np.bincount(face)
    assert uses[:3].max() - uses[:3].min() <= 1
    assert uses[3:5].max() - uses[3:5].min() <= 1


def answers(*labels, sure=0.9, point=(0.0, 0.0)):
    rows = [(probabilities(**{LABELS[label]: sure}), *point) for label in labels]
    return Answers.of(rows)


def test_losses_tell_likelihood_error_and_distance():
    losses = Losses.of(answers(HAPPY, SAD, point=(0.81, 0.51)), np.array([HAPPY, HAPPY]))
    assert losses.nll == pytest.approx([-np.log(0.9), -np.log(0.1 / 6)])
    assert losses.wrong.tolist() == [0.0, 1.0]
    assert losses.squared == pytest.approx([0.0, 0.0])


def test_an_interval_is_wider_the_fewer_faces_there_are():
    labels = np.tile([HAPPY, SAD], 100)
    losses = Losses.of(answers(*np.where(np.arange(200) % 5, labels, 0)), labels)
    widths = []
    for faces in (200, 20):
        draws = Draws.of(labels, np.arange(200) % faces, np.arange(200))
        error = Interval.of(draws.figures(losses)["error"])
        assert error.value == pytest.approx(0.2)
        assert error.low < error.value < error.high
        widths.append(error.high - error.low)
    assert widths[0] < widths[1]


def test_labels_can_count_as_often_as_elsewhere():
    labels, shares = np.array([HAPPY, HAPPY, HAPPY, SAD]), np.zeros(7)
    shares[[HAPPY, SAD]] = 0.5
    assert label_weights(labels, shares) == pytest.approx([2 / 3, 2 / 3, 2 / 3, 2])
    losses = Losses.of(answers(HAPPY, HAPPY, HAPPY, HAPPY), labels)
    draws = Draws.of(labels, np.arange(4), np.arange(4))
    assert draws.figures(losses)["error"][0] == pytest.approx(0.25)
    assert draws.figures(losses)["uar_error"][0] == pytest.approx(0.5)
    assert draws.weighted(shares).figures(losses)["error"][0] == pytest.approx(0.5)


def reading(modality, label, sure, quality=1.0):
    return Evidence(modality, probabilities(**{LABELS[label]: sure}), 0.0, 0.0, quality)


LABELS_OF_PAIRS = np.tile([HAPPY, SAD], 10)
PAIRS = Pairs([], [], LABELS_OF_PAIRS, np.arange(20), np.arange(20), [])


def step(strength, quality, sure=0.8):
    """Faces that are right, and at a low quality not found; voices that are right half the time."""
    faces = [
        reading(Modality.FACE, label, sure, quality) if quality > 0.1 else None
        for label in LABELS_OF_PAIRS
    ]
    voices = [reading(Modality.VOICE, HAPPY, 0.5) for _ in LABELS_OF_PAIRS]
    return Step("blur", Modality.FACE, "sigma", strength, faces, voices)


def figures(one):
    draws = Draws.of(PAIRS.labels, PAIRS.face, PAIRS.voice)
    return compare(one, PAIRS, draws, np.full(7, 1 / 7))


def test_a_step_compares_both_with_the_better_one():
    intact, gone = figures(step(0, 1.0)), figures(step(8, 0.0))
    error = intact.compared["error"]
    assert (error.face, error.voice, error.fused.value, error.excess.value) == (0, 0.5, 0, 0)
    assert intact.unread == 0.0
    assert 0.5 < intact.weight < 1.0
    lost = gone.compared["nll"]
    assert (gone.unread, gone.weight) == (1.0, 0.0)
    assert lost.face == pytest.approx(np.log(7))
    assert lost.fused.value == pytest.approx(lost.voice)
    assert lost.verdict == "tie"


@pytest.mark.parametrize(
    ("low", "high", "verdict"), [(-0.2, -0.1, "better"), (-0.1, 0.1, "tie"), (0.1, 0.2, "worse")]
)
def test_a_verdict_follows_the_interval(low, high, verdict):
    one = figures(step(0, 1.0)).compared["nll"]
    changed = type(one)(one.face, one.voice, one.fused, Interval(0.0, low, high))
    assert changed.verdict == verdict


def test_the_least_loss_among_those_that_keep_the_bar_is_chosen():
    keeps, better, breaks = (
        Setting(WEIGHING, mean, excess, error)
        for mean, excess, error in ((0.8, 0.0, 0.0), (0.7, 0.005, 0.0), (0.6, 0.0, 0.5))
    )
    assert fit.best([keeps, better, breaks]) is better
    assert fit.best([breaks]) is breaks


def test_readings_are_sure_from_where_they_are_right_as_often_as_wrong():
    confidence = np.repeat([0.3, 0.5, 0.7, 0.9], 100)
    right = np.concatenate([np.arange(100) < share for share in (20, 40, 60, 90)])
    assert fit.sure_from(confidence, right) == pytest.approx(0.55, abs=0.011)


def test_the_page_says_what_was_found_and_links_its_pictures():
    steps = [figures(step(0, 1.0)), figures(step(8, 0.0))]
    page = report.report(steps, 20, {"face-detector": "ab" * 32})
    assert "20 test pairs, 2 steps" in page
    assert "abababababab" in page
    assert "figures/fusion-face-error.png" in page
    assert page.count("| 100% | 0.00 |") == 1


def test_curves_have_a_panel_for_each_corruption():
    steps = [figures(step(0, 1.0)), figures(step(8, 0.0))]
    figure = curves(steps, "error", 1)
    [panel] = figure.axes
    assert panel.get_title() == "face: blur"
    assert [line.get_label() for line in panel.lines] == ["face alone", "voice alone", "fused"]
