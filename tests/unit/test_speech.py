import numpy as np
import pytest

from mien.perception.log_mel import log_mel
from mien.perception.speech import SpeechReader
from mien.perception.voice_activity import VoiceActivity, voice_activity
from mien.runtime.manifest import Manifest, ModelEntry, ModelInput
from mien.runtime.session import RuntimeOptions
from mien.settings import Settings
from mien.taxonomy import LABELS
from tests.sounds import RATE, bursts, tone

MODELS = Settings().models_dir
EIGHT = ("neutral", "calm", "happy", "sad", "angry", "fear", "disgust", "surprise")


class FakeSession:
    """Answers each window by what its loudest band is: happy above the middle, else calm."""

    def __init__(self, manifest, name, options):
        self.entry = ModelEntry(
            name=name, file="", sha256="", task="", version="", licence="", card="",
            training_data=(), labels=EIGHT,
            input=ModelInput(name="bands", dtype="float32", shape=("batch", 300, 64)),
            parameters={
                "temperature": 2.0, "uncertain_below": 0.5,
                "valence_scale": 1.5, "valence_shift": -0.1,
                "arousal_scale": 1.0, "arousal_shift": 0.0,
            },
        )  # fmt: skip

    def run(self, windows):
        assert windows.shape[1:] == (300, 64)
        high = windows.mean(axis=1).argmax(axis=1) > 32
        logits = np.zeros((len(windows), 8), np.float32)
        logits[high, EIGHT.index("happy")] = 8
        logits[~high, EIGHT.index("calm")] = 8
        return [logits, np.where(high[:, None], [[0.8, 0.6]], [[0.4, -0.4]]).astype(np.float32)]


@pytest.fixture
def reader(monkeypatch):
    monkeypatch.setattr("mien.perception.speech.ModelSession", FakeSession)
    return SpeechReader(Manifest(MODELS), RuntimeOptions())


@pytest.mark.parametrize(
    ("seconds", "windows"), [(0.001, 1), (0.5, 1), (3.0, 1), (3.1, 2), (5.0, 2), (5.1, 3), (60, 30)]
)
def test_windows_overlap_by_a_third_and_cover_the_sound(reader, seconds, windows):
    assert reader.windows(log_mel(tone(seconds=seconds))).shape == (windows, 300, 64)


def test_calm_counts_as_neutral(reader):
    reading = reader.listen(bursts(200, 2))
    assert reading.dominant == "neutral"
    assert sum(reading.probabilities) == pytest.approx(1)
    assert len(reading.probabilities) == len(LABELS)
    assert (reading.valence, reading.arousal) == pytest.approx((0.5, -0.4))
    assert not reading.uncertain


def test_valence_and_arousal_stay_in_range(reader):
    assert reader.listen(tone(6000, 2)).valence == 1.0


def test_temperature_softens(reader):
    share = reader.listen(tone(6000, 2)).probabilities[LABELS.index("happy")]
    assert share == pytest.approx(np.exp(4) / (np.exp(4) + 7))


def test_a_sound_is_the_mean_of_its_windows(reader):
    half_and_half = np.concatenate([bursts(200, 6), bursts(6000, 6)])
    reading = reader.listen(half_and_half)
    happy, neutral = (reading.probabilities[LABELS.index(n)] for n in ("happy", "neutral"))
    assert happy == pytest.approx(neutral, abs=0.15)
    assert reading.valence == pytest.approx(1.5 * 0.6 - 0.1, abs=0.11)
    assert reading.uncertain == (max(reading.probabilities) < 0.5)


@pytest.mark.parametrize("sound", [tone(300, 3), np.zeros(48_000, np.float32)])
def test_without_a_voice_even_a_sure_reading_is_uncertain(reader, sound):
    reading = reader.listen(sound)
    assert reading.uncertain
    assert reading.activity == VoiceActivity(0.0, 0.0)


def noise(level=1.0, seconds=3):
    samples = np.random.default_rng(0).normal(0, level, int(seconds * RATE))
    return samples.astype(np.float32)


def syllables(seconds=3):
    """Broad as a voice is, five a second, with silence between them."""
    return noise(0.3, seconds) * (bursts(500, seconds) != 0)


def heard(sound):
    return voice_activity(log_mel(sound))


def test_a_voice_is_clearer_above_less_noise():
    every = [heard(syllables() + noise(level)[::-1]) for level in (1e-4, 0.03, 0.1)]
    assert every[0].quality == 1.0
    assert [h.signal_to_noise for h in every] == sorted(
        (h.signal_to_noise for h in every), reverse=True
    )
    assert every[0].quality > every[1].quality > every[2].quality
    assert heard(noise()).quality == 0.0


def test_few_voiced_frames_are_a_fault_of_pauses_and_not_of_noise():
    paused, noisy = VoiceActivity(0.1, 30.0), VoiceActivity(0.1, 10.5)
    assert paused.quality == pytest.approx(0.25)
    assert noisy.quality > 0.5
    assert VoiceActivity(0.4, 30.0).quality == 1.0
    assert heard(syllables() * (np.arange(3 * RATE) < RATE // 2)).quality < 0.4


def test_a_voice_behind_a_wall_or_a_hum_is_worth_less():
    whole = heard(syllables())
    spectrum = np.fft.rfft(syllables())
    spectrum[len(spectrum) // 4 :] = 0.0  # nothing above 2 kHz
    muffled = heard(np.fft.irfft(spectrum).astype(np.float32))
    assert whole.bandwidth == 1.0
    assert 0.4 < muffled.bandwidth < 0.7
    assert muffled.quality == pytest.approx(muffled.bandwidth**2, abs=0.1)
    assert heard(syllables() * 0.1 + tone(100, 3, level=0.9)).bandwidth < 0.6
