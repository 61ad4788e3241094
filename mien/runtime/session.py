"""One loaded model: ONNX Runtime behind a call from arrays to arrays.

Providers are tried in the caller's order of preference and the one in use is kept by name, so
that a fallback is visible in the log and in `/models` instead of only in the latency.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from mien.errors import ModelUnavailable
from mien.runtime.manifest import Manifest, ModelEntry
from mien.settings import Settings

logger = logging.getLogger(__name__)

PROVIDERS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "tensorrt": ("TensorrtExecutionProvider", {"trt_engine_cache_enable": True}),
    "cuda": ("CUDAExecutionProvider", {}),
    # OpenVINO silently lowers float32 models to bfloat16 on CPUs that have it.
    "openvino": ("OpenVINOExecutionProvider", {"precision": "FP32"}),
    "cpu": ("CPUExecutionProvider", {}),
}


Observer = Callable[[str, int, float], None]
"""Called after an inference with the model's name, its batch's size and its seconds."""


def ignore(model: str, size: int, seconds: float) -> None:
    """The observer that does nothing."""


@dataclass(frozen=True, slots=True)
class RuntimeOptions:
    """`providers` in order of preference (keys of PROVIDERS); `threads` a model."""

    providers: tuple[str, ...] = ("cpu",)
    threads: int = 1
    observe: Observer = ignore

    @classmethod
    def of(cls, settings: Settings, observe: Observer = ignore) -> "RuntimeOptions":
        return cls(settings.providers, settings.inference_threads, observe)


class ModelSession:
    """A model of the manifest, verified, loaded and warmed up; safe to call from any thread."""

    def __init__(self, manifest: Manifest, name: str, options: RuntimeOptions) -> None:
        """Raises ModelUnavailable if the file is missing, changed, or no provider can run it."""
        self.entry: ModelEntry = manifest.entry(name)
        self._session = _load(name, manifest.verified_bytes(name), options)
        self._outputs = [output.name for output in self._session.get_outputs()]
        self._observe = options.observe
        self._check_input()
        self.provider = _short_name(self._session.get_providers()[0])
        logger.info("model %s runs on %s", name, self.provider)
        self._infer(np.zeros(self._batch_shape(1), self.entry.input.dtype))

    def run(self, batch: NDArray[Any]) -> list[NDArray[Any]]:
        """Infer a batch shaped as the manifest's input says; one array an output."""
        started = time.perf_counter()
        outputs = self._infer(batch)
        self._observe(self.entry.name, len(batch), time.perf_counter() - started)
        return outputs

    def _infer(self, batch: NDArray[Any]) -> list[NDArray[Any]]:
        outputs: list[NDArray[Any]] = self._session.run(
            self._outputs, {self.entry.input.name: batch}
        )
        return outputs

    def _batch_shape(self, batch: int) -> tuple[int, ...]:
        return tuple(batch if isinstance(axis, str) else axis for axis in self.entry.input.shape)

    def _check_input(self) -> None:
        names = [tensor.name for tensor in self._session.get_inputs()]
        if names != [self.entry.input.name]:
            raise ModelUnavailable(
                f"model '{self.entry.name}' takes {names}, but its manifest "
                f"says '{self.entry.input.name}'"
            )


def available_providers(preferred: Sequence[str]) -> list[str]:
    """The preferred providers that this installation has, CPU always last.

    Raises ModelUnavailable for a name that is none of PROVIDERS.
    """
    unknown = [name for name in preferred if name not in PROVIDERS]
    if unknown:
        raise ModelUnavailable(
            f"unknown providers {unknown} in MIEN_PROVIDERS; there are: {', '.join(PROVIDERS)}"
        )
    installed = set(onnxruntime.get_available_providers())
    chosen = [name for name in preferred if name != "cpu" and PROVIDERS[name][0] in installed]
    return [*chosen, "cpu"]


def _load(name: str, model: bytes, options: RuntimeOptions) -> Any:
    session_options = onnxruntime.SessionOptions()
    session_options.intra_op_num_threads = options.threads
    session_options.inter_op_num_threads = 1
    session_options.log_severity_level = 3
    providers = [PROVIDERS[provider] for provider in available_providers(options.providers)]
    try:
        return onnxruntime.InferenceSession(model, session_options, providers=providers)
    except Exception as error:  # ONNX Runtime raises its own unexported exception types
        raise ModelUnavailable(f"model '{name}' cannot be loaded: {error}") from error


def _short_name(provider: str) -> str:
    return next(name for name, (full, _) in PROVIDERS.items() if full == provider)
