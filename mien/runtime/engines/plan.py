"""Builds serialized engines (`.plan`) with the tensorrt package, for those who run Triton.

    ONNX bytes ─parser─> network ─┐
    batches ─> profile ───────────┼─builder─> NAME.plan
    timing.cache <──read, kept────┘

For TensorRT 10 and 11. Both build strongly typed networks, whose precision is that of the ONNX
graph (float16 weights, symmetric INT8 Q/DQ): 11 knows nothing else, having removed
`BuilderFlag.FP16`, `BuilderFlag.INT8`, implicit calibration and `EXPLICIT_BATCH`; 10 is asked to.
Untested on real TensorRT.
"""

import importlib
from pathlib import Path
from typing import Any

from mien.runtime.engines.profile import Engines, EngineUnavailable

OLDEST = 10


def build_plan(name: str, model: bytes, engines: Engines, target: Path, timing: Path) -> None:
    """Write the plan of an ONNX model to `target`; kernel timings are kept in `timing`.

    A plan runs on the GPU model and TensorRT version that it was built with. Raises
    EngineUnavailable where tensorrt is not installed, too old, or cannot build the model.
    """
    trt = _tensorrt()
    log = trt.Logger(trt.Logger.WARNING)
    builder = trt.Builder(log)
    network = builder.create_network(_network_flags(trt))
    _parse(name, model, trt.OnnxParser(network, log))
    config = builder.create_builder_config()
    config.add_optimization_profile(_profile(builder, network, engines))
    _use_timings(config, timing)
    plan = builder.build_serialized_network(network, config)
    if plan is None:
        raise EngineUnavailable(f"TensorRT could not build '{name}'; its messages say why")
    _write(target, bytes(plan))
    _write(timing, bytes(config.get_timing_cache().serialize()))


def _tensorrt() -> Any:
    try:
        trt = importlib.import_module("tensorrt")
    except ImportError as error:
        raise EngineUnavailable(
            f"the tensorrt package cannot be used ({error}): install tensorrt 10 or 11"
        ) from error
    if int(trt.__version__.partition(".")[0]) < OLDEST:
        raise EngineUnavailable(f"tensorrt {trt.__version__} is too old: install 10 or 11")
    return trt


def _network_flags(trt: Any) -> int:
    flags = trt.NetworkDefinitionCreationFlag
    return 1 << int(flags.STRONGLY_TYPED) if hasattr(flags, "STRONGLY_TYPED") else 0


def _parse(name: str, model: bytes, parser: Any) -> None:
    if not parser.parse(model):
        faults = "; ".join(str(parser.get_error(index)) for index in range(parser.num_errors))
        raise EngineUnavailable(f"TensorRT cannot take '{name}': {faults}")


def _profile(builder: Any, network: Any, engines: Engines) -> Any:
    profile = builder.create_optimization_profile()
    for tensor in (network.get_input(index) for index in range(network.num_inputs)):
        profile.set_shape(tensor.name, *engines.shapes(tuple(tensor.shape)))
    return profile


def _use_timings(config: Any, timing: Path) -> None:
    """Start from earlier timings, unless they are another GPU's or version's."""
    stored = timing.read_bytes() if timing.is_file() else b""
    if not config.set_timing_cache(config.create_timing_cache(stored), False):
        config.set_timing_cache(config.create_timing_cache(b""), False)


def _write(target: Path, data: bytes) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f"{target.name}.partial")
        partial.write_bytes(data)
        partial.replace(target)
    except OSError as error:
        raise EngineUnavailable(f"{target} cannot be written: {error.strerror}") from error
