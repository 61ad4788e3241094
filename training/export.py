"""The ONNX file of any training run, checked against torch.

run folder, recipe ─its own export─> float32 ONNX, same answers as torch? ─> float16 twin
"""

import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import numpy as np
import onnxruntime

from mien.perception.speech import SpeechReader
from training import checkpoint, recipe
from training.command_line import RECIPES
from training.detector import export as detector
from training.detector.train import LAST
from training.expression import MODEL_NAME
from training.expression import export as expression
from training.expression.data import leak_free
from training.expression.material import CALIBRATION_FACES, calibration_material
from training.expression.network import ServedClassifier
from training.expression.plan import Recipe as ExpressionRecipe
from training.expression.pool import HeadPool
from training.expression.reference import add_distance
from training.half import check_half, to_half
from training.quantization import Inputs
from training.speech import export as speech
from training.speech.network import SpeechNetwork
from training.speech.plan import Recipe as SpeechRecipe

CHECKED = 16
"""Random inputs that torch and ONNX Runtime answer."""


@dataclass(frozen=True)
class Run:
    """A run's folder and recipe; without one, the recipe that ships.

    `even_pool` pools the expression classifier's heads evenly instead of as validation faces ask,
    and leaves out the distance to training faces: it needs no data.
    """

    name: str
    folder: Path
    recipe: Path | None = None
    even_pool: bool = False


def export_run(run: Run, output: Path, half: bool) -> Iterator[str]:
    """Write the run's model to `output`; yields what to tell the user.

    Raises FileNotFoundError without a checkpoint, and ValueError for one of another network, for
    answers that differ from torch's, and for float16 answers that differ from float32's.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent) as folder:
        made = Path(folder) / "float32.onnx"
        yield f"torch and ONNX Runtime differ by at most {_write(run, made):.1e}"
        if half:
            whole, made = made, Path(folder) / "float16.onnx"
            to_half(whole, made)
            largest = check_half(whole, made, random_inputs(whole))
            yield f"float16 and float32 differ by at most {largest:.1e}"
        made.replace(output)
    yield f"{output}: {output.stat().st_size} bytes"


def _write(run: Run, target: Path) -> float:
    """Write float32 without what the exporter of torch prints and warns of."""
    with redirect_stdout(StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        return WRITERS[run.name](run, target)


def random_inputs(model: Path) -> Inputs:
    """Inputs of the file's type and shape, [16, ...]: any byte, or standard normal numbers."""
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    tensor, random = session.get_inputs()[0], np.random.default_rng(0)
    shape = (CHECKED, *tensor.shape[1:])
    if tensor.type == "tensor(uint8)":
        return random.integers(0, 256, shape, dtype=np.uint8)
    return random.standard_normal(shape, np.float32)


def _write_expression(run: Run, target: Path) -> float:
    plan = recipe.load(ExpressionRecipe, run.recipe or RECIPES / "expression.toml")
    network = expression.best_network(plan, run.folder)
    if run.even_pool:
        model = ServedClassifier(network, HeadPool()).eval()
    else:
        model = expression.pooled(network, leak_free("val"))
    expression.export(model, target)
    difference = expression.check(model, target, np.asarray(random_inputs(target), np.uint8))
    if not run.even_pool:
        add_distance(target, calibration_material(CALIBRATION_FACES))
    return difference


def _write_detector(run: Run, target: Path) -> float:
    return detector.export(run.folder / LAST, target)


def _write_speech(run: Run, target: Path) -> float:
    plan = recipe.load(SpeechRecipe, run.recipe or RECIPES / "speech.toml")
    network = SpeechNetwork(plan.network).eval()
    checkpoint.restore(network, checkpoint.load(run.folder / LAST)["average"])
    speech.export(network, plan.frames, target)
    return speech.check(network, target, np.asarray(random_inputs(target), np.float32))


WRITERS: Mapping[str, Callable[[Run, Path], float]] = {
    MODEL_NAME: _write_expression,
    detector.NAME: _write_detector,
    SpeechReader.NAME: _write_speech,
}
"""Each writes the ONNX file and returns its largest difference from torch."""
