"""The batches that a TensorRT engine takes, and the provider options that say so.

The smallest batch is always 1, because an idle server starts with a single picture.
"""

from dataclasses import dataclass
from pathlib import Path

from mien.errors import ModelUnavailable
from mien.runtime.manifest import ModelEntry
from mien.settings import ENGINE_CACHE


class EngineUnavailable(ModelUnavailable):
    """A TensorRT engine cannot be built or used here."""

    title = "A TensorRT engine cannot be built"
    action = "See docs/models.md for what TensorRT engines need."


@dataclass(frozen=True, slots=True)
class Engines:
    """`usual` is the batch that engines are tuned for, `largest` the most rows they take."""

    cache: Path = ENGINE_CACHE
    usual: int = 8
    largest: int = 32

    def shapes(self, shape: tuple[int | str, ...]) -> tuple[tuple[int, ...], ...]:
        """Smallest, usual and largest shape; an axis that is a name or below 0 is the batch."""
        return tuple(
            tuple(axis if isinstance(axis, int) and axis >= 0 else batch for axis in shape)
            for batch in (1, self.usual, self.largest)
        )

    def folder(self, entry: ModelEntry) -> Path:
        """Where a model's engines lie.

        A folder for each file's hash: ONNX Runtime names engines by the graph alone, and would
        take the engine of older weights for that of newer ones (its issue 6455).
        """
        return self.cache / f"{entry.name}-{entry.sha256[:16]}"

    def provider_options(self, entry: ModelEntry) -> dict[str, str]:
        """Options of ONNX Runtime's TensorRT provider; creates the model's cache folder.

        Raises EngineUnavailable where the folder cannot be created. Precision is that of the
        ONNX graph.
        """
        folder = self.folder(entry)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EngineUnavailable(
                f"MIEN_ENGINE_CACHE: {folder} cannot be created: {error.strerror}"
            ) from error
        shapes = zip(("min", "opt", "max"), self.shapes(entry.input.shape), strict=True)
        return {
            "trt_engine_cache_enable": "True",
            "trt_engine_cache_path": str(folder),
            "trt_timing_cache_enable": "True",
            "trt_timing_cache_path": str(folder),
        } | {
            f"trt_profile_{bound}_shapes": f"{entry.input.name}:{'x'.join(map(str, shape))}"
            for bound, shape in shapes
        }
