"""One loaded model: ONNX Runtime behind a call from arrays to arrays.

    MIEN_PROVIDERS ─installed?─> providers ─first that loads the model and infers─> session
    tensorrt ─not here, or fails─> cuda ─not here, or fails─> cpu

The provider in use is kept by name and each one passed over is logged, so that a fallback is
visible in the log and in `/models` instead of only in the latency.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from mien.errors import ModelUnavailable
from mien.runtime.engines.profile import Engines
from mien.runtime.manifest import Manifest, ModelEntry
from mien.settings import Settings
from mien.telemetry import spans

logger = logging.getLogger(__name__)

PROVIDERS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "tensorrt": ("TensorrtExecutionProvider", {}),
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
    engines: Engines = field(default_factory=Engines)

    @classmethod
    def of(cls, settings: Settings, observe: Observer = ignore) -> "RuntimeOptions":
        engines = Engines(settings.engine_cache, *settings.engine_batches)
        return cls(settings.providers, settings.inference_threads, observe, engines)


class ModelSession:
    """A model of the manifest, verified, loaded and warmed up; safe to call from any thread."""

    def __init__(self, manifest: Manifest, name: str, options: RuntimeOptions) -> None:
        """Raises ModelUnavailable if the file is missing, changed, or no provider can run it."""
        self.entry: ModelEntry = manifest.entry(name)
        providers = available_providers(options.providers)
        self._session = _load(self.entry, manifest.verified_bytes(name), providers, options)
        self._outputs = [output.name for output in self._session.get_outputs()]
        self._observe = options.observe
        self.provider = _short_name(self._session.get_providers()[0])
        self._largest = options.engines.largest if self.provider == "tensorrt" else None
        logger.info("model %s runs on %s", name, self.provider)

    def run(self, batch: NDArray[Any]) -> list[NDArray[Any]]:
        """Infer a batch shaped as the manifest's input says; one array an output."""
        name, size = self.entry.name, len(batch)
        started = time.perf_counter()
        with spans.span("inference", model=name, provider=self.provider, size=size):
            outputs = self._infer(batch)
        self._observe(name, size, time.perf_counter() - started)
        return outputs

    def _infer(self, batch: NDArray[Any]) -> list[NDArray[Any]]:
        """A batch beyond what the engines take goes through in pieces."""
        size = self._largest or len(batch)
        if len(batch) <= size:
            return self._infer_piece(batch)
        starts = range(0, len(batch), size)
        pieces = [self._infer_piece(batch[start : start + size]) for start in starts]
        return [np.concatenate(parts) for parts in zip(*pieces, strict=True)]

    def _infer_piece(self, batch: NDArray[Any]) -> list[NDArray[Any]]:
        outputs: list[NDArray[Any]] = self._session.run(
            self._outputs, {self.entry.input.name: batch}
        )
        return outputs


def available_providers(preferred: Sequence[str]) -> list[str]:
    """The preferred providers that this installation has; CUDA after TensorRT, CPU always last.

    Raises ModelUnavailable for a name that is none of PROVIDERS.
    """
    unknown = [name for name in preferred if name not in PROVIDERS]
    if unknown:
        raise ModelUnavailable(
            f"unknown providers {unknown} in MIEN_PROVIDERS; there are: {', '.join(PROVIDERS)}"
        )
    wanted = [name for name in preferred if name != "cpu"]
    if "tensorrt" in wanted and "cuda" not in wanted:
        wanted.insert(wanted.index("tensorrt") + 1, "cuda")
    installed = set(onnxruntime.get_available_providers())
    for name in wanted:
        if PROVIDERS[name][0] not in installed:
            logger.info("provider %s is not in this ONNX Runtime", name)
    return [*(name for name in wanted if PROVIDERS[name][0] in installed), "cpu"]


def _load(
    entry: ModelEntry, model: bytes, providers: Sequence[str], options: RuntimeOptions
) -> Any:
    """A session on the first of `providers` that loads the model and infers a batch of one."""
    try:
        session = _start(entry, model, providers, options)
    except ModelUnavailable:
        raise
    except Exception as error:  # ONNX Runtime raises its own unexported exception types
        failed, *others = providers
        if not others:
            why = " ".join(str(error).split())
            raise ModelUnavailable(
                f"{entry.file}, model '{entry.name}', cannot be loaded: {why}"
            ) from error
        logger.warning("model %s: %s failed, trying %s: %s", entry.name, failed, others[0], error)
        return _load(entry, model, others, options)
    used = [_short_name(provider) for provider in session.get_providers()]
    for provider in providers:
        if provider not in used:
            logger.warning("model %s: %s cannot start, using %s", entry.name, provider, used[0])
    return session


def _start(
    entry: ModelEntry, model: bytes, providers: Sequence[str], options: RuntimeOptions
) -> Any:
    session_options = onnxruntime.SessionOptions()
    session_options.intra_op_num_threads = options.threads
    session_options.inter_op_num_threads = 1
    session_options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        model,
        session_options,
        providers=[_configured(provider, entry, options.engines) for provider in providers],
        enable_fallback=0,  # ONNX Runtime's own fallback prints to standard output
    )
    _check_input(entry, session)
    one = tuple(1 if isinstance(axis, str) else axis for axis in entry.input.shape)
    session.run(None, {entry.input.name: np.zeros(one, entry.input.dtype)})
    return session


def _configured(provider: str, entry: ModelEntry, engines: Engines) -> tuple[str, dict[str, Any]]:
    name, fixed = PROVIDERS[provider]
    return name, fixed | (engines.provider_options(entry) if provider == "tensorrt" else {})


def _check_input(entry: ModelEntry, session: Any) -> None:
    names = [tensor.name for tensor in session.get_inputs()]
    if names != [entry.input.name]:
        raise ModelUnavailable(
            f"{entry.file} takes {names}, but the manifest of model '{entry.name}' says "
            f"'{entry.input.name}'"
        )


def _short_name(provider: str) -> str:
    return next(name for name, (full, _) in PROVIDERS.items() if full == provider)
