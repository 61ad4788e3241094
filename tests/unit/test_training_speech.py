"""Training of the speech model: the parts that need neither data nor torch."""

from pathlib import Path

import numpy as np
import pytest

from mien.media.audio import SAMPLE_RATE
from mien.taxonomy import VALENCE_AROUSAL, Expression
from tests.sounds import tone, wav
from training import recipe
from training.datasets.ravdess import ACTORS, EMOTIONS, Utterance, read_ravdess
from training.speech import augmentation, no_speech
from training.speech.plan import Folds, Recipe, Schedule
from training.speech.windows import centred

RECIPE = Path(__file__).parents[2] / "training" / "recipes" / "speech.toml"


@pytest.fixture
def random():
    return np.random.default_rng(0)


@pytest.fixture
def how():
    return recipe.load(Recipe, RECIPE).augmentation


def test_no_actor_is_trained_and_tested_on():
    folds = recipe.load(Recipe, RECIPE).folds
    parts = (folds.training, folds.validation, folds.test)
    assert sorted(actor for part in parts for actor in part) == list(ACTORS)
    assert Folds(validation=(1,), test=(2,)).training == tuple(range(3, 25))


def test_a_folder_is_read_by_its_names_and_kept(tmp_path):
    for name in ("03-01-05-02-01-01-24", "03-01-02-01-02-02-07"):
        (tmp_path / f"{name}.wav").write_bytes(wav(tone(seconds=0.2)))
    (tmp_path / "notes.txt").write_text("not speech")
    cache = tmp_path / "cache" / "kept.npz"
    calm, angry = read_ravdess(tmp_path, cache)
    assert (EMOTIONS[calm.emotion], calm.actor, calm.strong) == ("calm", 7, False)
    assert (EMOTIONS[angry.emotion], angry.actor, angry.strong) == ("angry", 24, True)
    assert np.allclose(angry.sound, tone(seconds=0.2), atol=1e-3)
    assert len(read_ravdess(Path("gone"), cache)) == 2


def test_a_folder_without_speech_says_so(tmp_path):
    with pytest.raises(FileNotFoundError, match="no RAVDESS speech"):
        read_ravdess(tmp_path, tmp_path / "kept.npz")


def test_stronger_acting_lies_farther_out():
    weak, strong = (
        Utterance(np.zeros(1, np.float32), 1, EMOTIONS.index("angry"), s).valence_arousal
        for s in (False, True)
    )
    anchor = VALENCE_AROUSAL[Expression.ANGRY]
    assert strong[0] < anchor[0] < weak[0] < 0
    assert strong[1] > anchor[1] > weak[1] > 0


@pytest.mark.parametrize("seconds", [0.3, 2.9, 6.0])
def test_every_augmented_window_has_the_length_asked_for(how, random, seconds):
    for _ in range(20):
        bands = augmentation.augmented(tone(300, seconds), [tone(200)], how, 300, random)
        assert bands.shape == (300, 64)
        assert np.isfinite(bands).all()


@pytest.mark.parametrize("seconds", [0.3, 3.015, 6.0])
def test_the_middle_window_holds_the_middle(seconds):
    bands = centred(tone(1000, seconds), 300)
    assert bands.shape == (300, 64)
    assert bands[150].argmax() == bands[149].argmax()


def test_reverberation_makes_a_click_last(random):
    click = np.zeros(SAMPLE_RATE, np.float32)
    click[100] = 1
    wet = augmentation.reverberated(click, random)
    assert wet[100] == pytest.approx(1, abs=0.01)
    assert np.abs(wet[200:1500]).mean() > 10 * np.abs(wet[-1000:]).mean()


def test_noise_comes_at_the_ratio_asked_for(how, random):
    voice, white = tone(), augmentation.coloured(SAMPLE_RATE, 0, random)
    for _ in range(20):
        added = augmentation.noisy(voice, white, how, random) - voice
        ratio = 20 * np.log10(voice.std() / added.std())
        assert how.signal_to_noise[0] - 0.1 <= ratio <= how.signal_to_noise[1] + 0.1


def test_a_codec_keeps_the_voice_and_loses_the_heights(random):
    coded = augmentation.coded(tone(1000) + tone(7800), random)
    spectrum = np.abs(np.fft.rfft(coded))
    assert spectrum[7800] < 0.1 * spectrum[1000]


@pytest.mark.parametrize(
    "make", [no_speech.silence, no_speech.noise, no_speech.tone, no_speech.music]
)
def test_sounds_without_a_voice_are_finite_and_in_range(make, random):
    for _ in range(10):
        sound = make(8000, random)
        assert sound.shape == (8000,)
        assert np.abs(sound).max() <= 1.0001


def test_the_rate_rises_then_falls_to_a_hundredth():
    schedule = Schedule(peak_rate=1.0, warmup_steps=10, weight_decay=0.0, ema_decay=0.9)
    assert schedule.rate(0, 1000) == pytest.approx(0.1)
    assert schedule.rate(10, 1000) == pytest.approx(1, abs=0.01)
    assert schedule.rate(1000, 1000) == pytest.approx(0.01)
