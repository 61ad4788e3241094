"""Measures the shipped speech model, through the code that serves it.

    actors it never heard -> recall over eight and seven classes, calibration, with noise
    47 rated clips        -> arousal and valence against people's ratings
    silence, noise, music -> how much of it is called uncertain
    five seconds of sound -> milliseconds on one CPU thread
    models/manifest.toml, the card, models/figures/ <- with --write-manifest

Needs no torch. `python -m training.speech.evaluate [--write-manifest]`
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from mien.media.audio import SAMPLE_RATE, Sound
from mien.perception.speech import SpeechReader
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions
from training import metrics, recipe, ship
from training.data_root import CACHE_DIR, REPOSITORY, data_root
from training.datasets import ravdess, va_speech
from training.datasets.ravdess import EMOTIONS, Utterance, read_ravdess
from training.datasets.va_speech import RatedSpeech, read_rated_speech
from training.evaluation import plots
from training.evaluation.curves import Curve, Shares, Sweep, trace
from training.evaluation.speech_report import RATIOS, picture_name, report
from training.evaluation.timing import milliseconds
from training.speech import no_speech
from training.speech.augmentation import coloured
from training.speech.plan import Recipe
from training.speech.readings import Readings, class_figures, read

RECIPE = REPOSITORY / "training" / "recipes" / "speech.toml"
NO_VOICE = {
    "silence": no_speech.silence,
    "noise": no_speech.noise,
    "tones": no_speech.tone,
    "music": no_speech.music,
}
SOUNDS = 100
NOISE_SEED = 100
CLEAN = 40.0
SIGNAL_TO_NOISE = Sweep(
    "signal-to-noise ratio, dB; 40: no noise added", (-5, 0, 5, 10, 15, 20, 30, CLEAN), CLEAN
)
RECALL, CERTAIN = "UAR, eight classes", "share called certain"


def noise_curve(reader: SpeechReader, spoken: Sequence[Utterance]) -> Curve:
    """UAR, and how much is called certain, with pink noise behind the voices."""

    def measure(ratio: float) -> Shares:
        random = np.random.default_rng(int(ratio) + NOISE_SEED)
        sounds = [u.sound if ratio == CLEAN else with_noise(u.sound, ratio, random) for u in spoken]
        seen = read(reader, sounds, [utterance.emotion for utterance in spoken])
        return {RECALL: seen.uar_eight, CERTAIN: float(np.mean(~seen.uncertain))}

    return trace(SIGNAL_TO_NOISE, measure)


def with_noise(sound: Sound, ratio: float, random: np.random.Generator) -> Sound:
    """Pink noise `ratio` dB under the voice's mean power."""
    noise = coloured(len(sound), 1.0, random)
    factor = sound.std() / (10 ** (ratio / 20) * noise.std())
    return np.asarray(sound + factor * noise, np.float32)


def rating_figures(reader: SpeechReader, clips: Sequence[RatedSpeech]) -> dict[str, float]:
    """Arousal and valence against the ratings of clips."""
    readings = [reader.listen(clip.sound) for clip in clips]
    figures = {}
    for name in ("arousal", "valence"):
        found = np.array([getattr(reading, name) for reading in readings])
        rated = np.array([getattr(clip, name) for clip in clips])
        figures[f"{name}_rmse"] = metrics.rmse(found, rated)
        figures[f"{name}_ccc"] = metrics.ccc(found, rated)
        figures[f"{name}_correlation"] = float(np.corrcoef(found, rated)[0, 1])
    return figures


def no_voice_figures(reader: SpeechReader) -> dict[str, float]:
    """Share of five-second sounds without a voice that is called uncertain, by kind."""
    figures = {}
    for name, make in NO_VOICE.items():
        random = np.random.default_rng(1)
        sounds = [make(5 * SAMPLE_RATE, random) for _ in range(SOUNDS)]
        uncertain = [reader.listen(sound).uncertain for sound in sounds]
        figures[f"{name}_uncertain"] = float(np.mean(uncertain))
    return figures


def evaluate(reader: SpeechReader, root: Path) -> tuple[Readings, Curve, dict[str, float]]:
    """Readings of the test actors, the same in noise, and all figures by name."""
    utterances = read_ravdess(root / ravdess.ARCHIVE, CACHE_DIR / "ravdess.npz")
    test = recipe.load(Recipe, RECIPE).folds.test
    spoken = [utterance for utterance in utterances if utterance.actor in test]
    seen = read(reader, [u.sound for u in spoken], [u.emotion for u in spoken])
    five_seconds = np.resize(spoken[0].sound, 5 * SAMPLE_RATE)
    noisy = noise_curve(reader, spoken)
    return (
        seen,
        noisy,
        {
            **class_figures(seen),
            **{f"uar_eight_{ratio}db": noisy.share(RECALL, ratio) for ratio in RATIOS},
            **rating_figures(reader, read_rated_speech(root / va_speech.ARCHIVE)),
            **no_voice_figures(reader),
            "milliseconds_5s": milliseconds(lambda _: reader.listen(five_seconds)),
        },
    )


def draw(seen: Readings, noisy: Curve, sha256: str) -> None:
    """Write the card's pictures."""
    table = metrics.confusion(seen.eight.argmax(axis=1), seen.emotions, len(EMOTIONS))
    bins = metrics.reliability(seen.seven, seen.expressions)
    pictures = {
        "confusion": plots.confusions({"actors never heard": table}, EMOTIONS),
        "reliability": plots.reliability({"seven expressions": bins}),
        "noise": plots.curve(noisy, "share"),
    }
    for kind, picture in pictures.items():
        plots.save(picture, ship.MODELS_DIR / "figures" / picture_name(kind), sha256)


def main() -> None:
    """Command line: print the figures, or store them with the card and its pictures too."""
    parser = argparse.ArgumentParser(description="Evaluate the shipped speech model.")
    parser.add_argument("--write-manifest", action="store_true", help="also write the card")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    reader = SpeechReader(Manifest(ship.MODELS_DIR), RuntimeOptions())
    try:
        seen, noisy, figures = evaluate(reader, data_root())
    except FileNotFoundError as error:
        parser.error(str(error))
    for name, value in figures.items():
        print(f"{name:32s} {value:8.4f}")
    if arguments.write_manifest:
        draw(seen, noisy, reader.session.entry.sha256)
        ship.write_metrics(SpeechReader.NAME, figures, report=report(ship.rounded(figures)))


if __name__ == "__main__":
    main()
