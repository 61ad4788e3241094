"""`mien models build-engines`: TensorRT engines, for ONNX Runtime's provider or as plan files."""

from pathlib import Path

import click

from mien.runtime.engines.cached import build_cached
from mien.runtime.engines.plan import build_plan
from mien.runtime.engines.profile import Engines, EngineUnavailable
from mien.runtime.manifest import Manifest
from mien.settings import Settings, settings

_Folder = click.Path(path_type=Path, file_okay=False)
_Batch = click.IntRange(min=1)


@click.command()
@click.argument("names", nargs=-1, metavar="[MODEL]...")
@click.option("--usual", type=_Batch, help="Batch to tune for.")
@click.option("--largest", type=_Batch, help="Largest batch that an engine takes.")
@click.option(
    "--plans", type=_Folder, help="Write MODEL.plan files to this folder, as Triton serves them."
)
def build_engines(
    names: tuple[str, ...], usual: int | None, largest: int | None, plans: Path | None
) -> None:
    """Build TensorRT engines before the first request needs them.

    MODEL is a name of the manifest, all of them by default; with --plans also an ONNX file.
    Without --plans, ONNX Runtime builds what the server will load from MIEN_ENGINE_CACHE; with
    --plans, the tensorrt package builds. Engines take batches from 1 to the second number of
    MIEN_ENGINE_BATCHES. Untested on real TensorRT.
    """
    engines = _engines(settings(), usual, largest)
    manifest = Manifest(settings().models_dir)
    for name in names or tuple(manifest.models):
        if plans is None:
            click.echo(f"{name}: {build_cached(manifest, name, engines)}")
        else:
            target = plans / f"{Path(name).stem}.plan"
            build_plan(name, _onnx(manifest, name), engines, target, plans / "timing.cache")
            click.echo(f"{name}: {target}")


def _engines(chosen: Settings, usual: int | None, largest: int | None) -> Engines:
    batches = (usual or chosen.engine_batches[0], largest or chosen.engine_batches[1])
    if batches[0] > batches[1]:
        raise click.UsageError("the usual batch {} is above the largest, {}".format(*batches))
    return Engines(chosen.engine_cache, *batches)


def _onnx(manifest: Manifest, name: str) -> bytes:
    """A model of the manifest, or the ONNX file at a path."""
    if not name.endswith(".onnx"):
        return manifest.verified_bytes(name)
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise EngineUnavailable(f"{name} cannot be read: {error.strerror}") from error
