"""Turns the trained network into the shipped ONNX file and its table in the manifest.

    last.pt ─> the average's weights ─> ONNX ─> slim ─> same answers as torch?
        ship <─ temperature, uncertain_below, fitted on the validation actors <─┘

`python -m training.speech.export training/recipes/speech.toml`
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import onnxslim
import torch
from numpy.typing import NDArray

from mien.perception.log_mel import BANDS
from mien.perception.speech import DIMENSIONS, SpeechReader
from training import checkpoint, recipe, ship
from training.command_line import plain_errors
from training.data_root import CACHE_DIR, data_root
from training.datasets.ravdess import ARCHIVE, EMOTIONS, Utterance, read_ravdess
from training.expression.calibration import fit_temperature, softmax, uncertain_below
from training.speech.network import SpeechNetwork
from training.speech.no_speech import no_speech
from training.speech.plan import Recipe
from training.speech.train import LAST, RUN_DIR
from training.speech.windows import centred

OPSET = 18
TOLERANCE = 1e-3
NO_SPEECH = 300
"""How many sounds without a voice the threshold has to keep uncertain, 95 in 100 of them."""

TABLE = {
    "task": "speech-emotion-recognition",
    "version": "1.0.0",
    "licence": "CC-BY-NC-SA-4.0",
    "training_data": [
        "RAVDESS speech (Livingstone and Russo 2018; CC BY-NC-SA 4.0)",
        "silence, noise and music made on the fly",
    ],
    "labels": list(EMOTIONS),
}


def export(network: SpeechNetwork, frames: int, path: Path) -> None:
    """Write one ONNX file: `bands` float32 [batch, frames, 64] -> `logits` [batch, 8], `points`."""
    torch.onnx.export(
        network.eval(),
        (torch.randn(2, frames, BANDS),),
        str(path),
        input_names=["bands"],
        output_names=["logits", "points"],
        dynamic_shapes={"bands": {0: "batch"}},
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
    )
    onnx.save(onnxslim.slim(str(path)), str(path))


def answers(path: Path, bands: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
    """What the file answers to windows [n, frames, 64]: logits [n, 8], points [n, 2]."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return tuple(session.run(["logits", "points"], {"bands": bands}))


def check(network: SpeechNetwork, path: Path, bands: NDArray[np.float32]) -> float:
    """The largest difference between ONNX Runtime and torch; ValueError above 0.001."""
    with torch.no_grad():
        expected = network(torch.from_numpy(bands))
    pairs = zip(answers(path, bands), expected, strict=True)
    difference = max(float(np.abs(got - want.numpy()).max()) for got, want in pairs)
    if difference > TOLERANCE:
        raise ValueError(f"the exported answers differ by {difference}")
    return difference


def calibrated(path: Path, spoken: Sequence[Utterance], frames: int) -> dict[str, float]:
    """Temperature and threshold: right more often than wrong, and no emotion in a mere sound."""
    bands = np.stack([centred(utterance.sound, frames) for utterance in spoken])
    labels = np.array([utterance.emotion for utterance in spoken])
    logits = answers(path, bands)[0]
    temperature = fit_temperature(logits, np.eye(len(EMOTIONS), dtype=np.float32)[labels])
    confidence, correct = _merged(softmax(logits, temperature), labels)
    random = np.random.default_rng(0)
    sounds = [no_speech(frames / 100, random) for _ in range(NO_SPEECH)]
    elsewhere = answers(path, np.stack([centred(sound, frames) for sound in sounds]))[0]
    mere = softmax(elsewhere, temperature)
    quiet = float(np.quantile(_merged(mere, np.zeros(NO_SPEECH, np.int64))[0], 0.95))
    points = np.array([utterance.valence_arousal for utterance in spoken])
    return {
        "temperature": round(temperature, 4),
        "uncertain_below": round(max(uncertain_below(confidence, correct), quiet), 2),
        **spread(answers(path, bands)[1], points),
    }


def spread(found: NDArray[np.float32], wanted: NDArray[np.float64]) -> dict[str, float]:
    """Scale and shift of each dimension that give the answers [n, 2] the targets' deviation.

    Networks trained on squared errors answer too near to the mean; matching the deviation raises
    the concordance (Trigeorgis et al. 2016).
    """
    parameters = {}
    for name, answered, target in zip(DIMENSIONS, found.T, wanted.T, strict=True):
        scale = float(target.std() / answered.std())
        parameters[f"{name}_scale"] = round(scale, 4)
        parameters[f"{name}_shift"] = round(float(target.mean() - scale * answered.mean()), 4)
    return parameters


def _merged(
    eight: NDArray[np.float64], labels: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Confidence [n] and correctness [n] once calm counts as neutral."""
    calm, neutral = EMOTIONS.index("calm"), EMOTIONS.index("neutral")
    seven = eight.copy()
    seven[:, neutral] += seven[:, calm]
    seven[:, calm] = 0
    merged = np.where(labels == calm, neutral, labels)
    return seven.max(axis=1), seven.argmax(axis=1) == merged


def export_run(
    plan: Recipe, run_dir: Path, unseen: Sequence[Utterance], models_dir: Path = ship.MODELS_DIR
) -> None:
    """Export the run's average, calibrate on `unseen` and ship to `models_dir`."""
    network = SpeechNetwork(plan.network).eval()
    network.load_state_dict(checkpoint.load(run_dir / LAST)["average"])
    path = run_dir / f"{SpeechReader.NAME}.onnx"
    export(network, plan.frames, path)
    bands = np.stack([centred(utterance.sound, plan.frames) for utterance in unseen[:64]])
    print(f"torch and ONNX Runtime differ by at most {check(network, path, bands):.1e}")
    parameters = calibrated(path, unseen, plan.frames)
    window = {"name": "bands", "dtype": "float32", "shape": ["batch", plan.frames, BANDS]}
    entry = TABLE | {"input": window, "parameters": parameters}
    ship.ship(SpeechReader.NAME, path, entry, models_dir)
    print(f"shipped {path.name}: {parameters}")


def main() -> None:
    """Command line: the recipe, and the run to export."""
    parser = argparse.ArgumentParser(description="Export and ship the speech model.")
    parser.add_argument("recipe", type=Path)
    parser.add_argument("--run-dir", type=Path, default=RUN_DIR)
    arguments = parser.parse_args()
    with plain_errors():
        plan = recipe.load(Recipe, arguments.recipe)
        utterances = read_ravdess(data_root() / ARCHIVE, CACHE_DIR / "ravdess.npz")
        unseen = [u for u in utterances if u.actor in plan.folds.validation]
        export_run(plan, arguments.run_dir, unseen)


if __name__ == "__main__":
    main()
