"""Builds the engines that ONNX Runtime's TensorRT provider loads, before the first request does.

manifest ─> one session on the TensorRT provider ─> engine and timing cache in the model's folder
"""

from pathlib import Path

import onnxruntime

from mien.runtime.engines.profile import Engines, EngineUnavailable
from mien.runtime.manifest import Manifest
from mien.runtime.session import PROVIDERS, ModelSession, RuntimeOptions


def build_cached(manifest: Manifest, name: str, engines: Engines) -> Path:
    """Load a model once, so that its engines lie in the cache; returns their folder.

    Raises EngineUnavailable where ONNX Runtime has no TensorRT provider or it cannot start, and
    ModelUnavailable for a file that cannot be loaded at all.
    """
    provider = PROVIDERS["tensorrt"][0]
    if provider not in onnxruntime.get_available_providers():
        raise EngineUnavailable(
            f"this ONNX Runtime ({onnxruntime.__version__}) has no {provider}: "
            "install requirements/gpu.txt and the TensorRT libraries"
        )
    session = ModelSession(manifest, name, RuntimeOptions(("tensorrt",), engines=engines))
    if session.provider != "tensorrt":
        raise EngineUnavailable(
            f"TensorRT could not take model '{name}', which ran on {session.provider} instead; "
            "the warning above says why"
        )
    return engines.folder(manifest.entry(name))
