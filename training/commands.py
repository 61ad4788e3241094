"""`mien models export` and `mien models quantize`, which need the training set-up.

    run folder ─export─> float32 or float16 ONNX ─quantize─> INT8 ONNX, if it answers as well

The modules that need torch or onnx load when a command runs, so that `--help` works without them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from mien.commands.models import needs_training

MODELS = ("expression-classifier", "face-detector", "speech-emotion")
_File = click.Path(path_type=Path, dir_okay=False)
_Folder = click.Path(path_type=Path, exists=True, file_okay=False)


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Bad input ends a command with one line."""
    try:
        with needs_training():
            yield
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.argument("name", type=click.Choice(MODELS), metavar="MODEL")
@click.option("--run-dir", type=_Folder, required=True, help="Folder of the training run.")
@click.option("--recipe", type=_File, help="Recipe of the run; the shipped one by default.")
@click.option(
    "--precision", type=click.Choice(["float32", "float16"]), default="float32", show_default=True
)
@click.option(
    "--even-pool",
    is_flag=True,
    help="expression-classifier: pool its heads evenly; by default as FER2013's validation faces "
    "ask, which needs them.",
)
@click.option("--output", type=_File, required=True, help="ONNX file to write.")
def export(
    name: str,
    run_dir: Path,
    recipe: Path | None,
    precision: str,
    even_pool: bool,
    output: Path,
) -> None:
    """Write the ONNX file of a training run, checked against torch.

    MODEL is expression-classifier, face-detector or speech-emotion. Inputs and outputs keep their
    types at either precision; float16 is for GPUs.
    """
    with _plain_errors():
        from training.export import Run, export_run

        run = Run(name, run_dir, recipe, even_pool)
        for line in export_run(run, output, half=precision == "float16"):
            click.echo(line)


@click.command()
@click.argument("model", type=_File, metavar="MODEL.onnx")
@click.option(
    "--calibration", type=_Folder, required=True, help="Folder of pictures or sounds, any depth."
)
@click.option(
    "--labelled",
    type=_Folder,
    help="Labelled folder: refuse a model that loses more than half a point on it.",
)
@click.option(
    "--most", type=click.IntRange(min=1), default=1500, show_default=True, help="Files to observe."
)
@click.option(
    "--for",
    "processor",
    type=click.Choice(["cpu", "tensorrt"]),
    default="cpu",
    show_default=True,
    help="TensorRT needs other numbers (untested on real TensorRT).",
)
@click.option("--output", type=_File, required=True, help="ONNX file to write.")
def quantize(
    model: Path, calibration: Path, labelled: Path | None, most: int, processor: str, output: Path
) -> None:
    """Quantise a float32 model of this project to static INT8.

    The detector is shown whole pictures, the expression classifier pictures of one face each, the
    speech model sounds. Take them from training data only.
    """
    with _plain_errors():
        from training.quantized_twin import write_twin

        for line in write_twin(model, calibration, labelled, most, processor, output):
            click.echo(line)
