"""Which provider a model runs on, over a stand-in for ONNX Runtime that has every provider."""

import hashlib
import logging
from types import SimpleNamespace
from typing import ClassVar

import numpy as np
import pytest

from mien.errors import ModelUnavailable
from mien.runtime.engines.cached import build_cached
from mien.runtime.engines.profile import Engines, EngineUnavailable
from mien.runtime.manifest import Manifest
from mien.runtime.session import PROVIDERS, ModelSession, RuntimeOptions, available_providers

TABLE = """
[models.m]
file = "m.onnx"
sha256 = "{sha256}"
task = "testing"
version = "1"
licence = "Apache-2.0"
card = "m.md"
training_data = []
labels = []
input = {{ name = "faces", dtype = "uint8", shape = ["batch", 4, 4] }}
"""


class FakeSession:
    """Doubles what it gets; providers in `broken` raise, those in `absent` are left out."""

    broken: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    asked: ClassVar[list[dict[str, dict[str, str]]]]

    def __init__(self, model, options, providers, enable_fallback):
        names = [name for name, _ in providers]
        type(self).asked.append(dict(providers))
        if names[0] in self.broken:
            raise RuntimeError("no such device")
        self.providers = [name for name in names if name not in self.absent]
        self.sizes = []

    def get_providers(self):
        return self.providers

    def get_inputs(self):
        return [SimpleNamespace(name="faces")]

    def get_outputs(self):
        return [SimpleNamespace(name="doubled")]

    def run(self, outputs, feeds):
        self.sizes.append(len(feeds["faces"]))
        return [feeds["faces"] * 2]


@pytest.fixture
def fake(monkeypatch):
    session = type("FakeSessionOfOneTest", (FakeSession,), {"asked": []})
    monkeypatch.setattr("onnxruntime.InferenceSession", session)
    installed = [name for name, _ in PROVIDERS.values()]
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: installed)
    return session


def manifest(folder, weights=b"weights"):
    folder.mkdir(exist_ok=True)
    (folder / "m.onnx").write_bytes(weights)
    table = TABLE.format(sha256=hashlib.sha256(weights).hexdigest())
    (folder / "manifest.toml").write_text(table)
    return Manifest(folder)


def on_tensorrt(folder, **batches):
    return RuntimeOptions(("tensorrt",), engines=Engines(folder / "engines", **batches))


def test_tensorrt_gets_explicit_shapes_and_a_cache_folder(fake, tmp_path):
    ModelSession(manifest(tmp_path), "m", on_tensorrt(tmp_path, usual=3, largest=5))
    options = fake.asked[0]["TensorrtExecutionProvider"]
    assert options["trt_profile_min_shapes"] == "faces:1x4x4"
    assert options["trt_profile_opt_shapes"] == "faces:3x4x4"
    assert options["trt_profile_max_shapes"] == "faces:5x4x4"
    assert options["trt_engine_cache_enable"] == options["trt_timing_cache_enable"] == "True"
    [folder] = (tmp_path / "engines").iterdir()
    assert options["trt_engine_cache_path"] == options["trt_timing_cache_path"] == str(folder)


def test_new_weights_never_meet_the_engines_of_old_ones(fake, tmp_path):
    for weights in (b"old", b"new"):
        ModelSession(manifest(tmp_path, weights), "m", on_tensorrt(tmp_path))
    assert len(list((tmp_path / "engines").iterdir())) == 2


def test_a_batch_beyond_the_engine_goes_through_in_pieces(fake, tmp_path):
    session = ModelSession(manifest(tmp_path), "m", on_tensorrt(tmp_path, usual=1, largest=2))
    batch = np.arange(5 * 16, dtype=np.uint8).reshape(5, 4, 4)
    [doubled] = session.run(batch)
    assert np.array_equal(doubled, batch * 2)
    assert session._session.sizes == [1, 2, 2, 1]


def test_tensorrt_that_fails_falls_back_to_cuda_and_says_so(fake, tmp_path, caplog):
    fake.broken = frozenset({"TensorrtExecutionProvider"})
    session = ModelSession(manifest(tmp_path), "m", on_tensorrt(tmp_path))
    assert session.provider == "cuda"
    assert "model m: tensorrt failed, trying cuda: no such device" in caplog.text


def test_a_provider_that_does_not_start_is_named(fake, tmp_path, caplog):
    fake.absent = frozenset({"TensorrtExecutionProvider", "CUDAExecutionProvider"})
    session = ModelSession(manifest(tmp_path), "m", on_tensorrt(tmp_path))
    assert session.provider == "cpu"
    assert "model m: tensorrt cannot start, using cpu" in caplog.text
    assert "model m: cuda cannot start, using cpu" in caplog.text


def test_a_model_that_no_provider_loads_is_refused(fake, tmp_path):
    fake.broken = frozenset(name for name, _ in PROVIDERS.values())
    with pytest.raises(ModelUnavailable, match="model 'm', cannot be loaded: no such device"):
        ModelSession(manifest(tmp_path), "m", on_tensorrt(tmp_path))


def test_tensorrt_brings_cuda_along_and_what_is_missing_is_logged(monkeypatch, caplog):
    caplog.set_level(logging.INFO)
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: ["CUDAExecutionProvider"])
    assert available_providers(("tensorrt",)) == ["cuda", "cpu"]
    assert "provider tensorrt is not in this ONNX Runtime" in caplog.text


def test_a_cache_folder_that_cannot_be_made_is_named(fake, tmp_path):
    (tmp_path / "engines").write_text("a file")
    with pytest.raises(EngineUnavailable, match=r"MIEN_ENGINE_CACHE: .*cannot be created"):
        ModelSession(manifest(tmp_path), "m", on_tensorrt(tmp_path))


def test_building_loads_the_model_once_and_names_the_folder(fake, tmp_path):
    folder = build_cached(manifest(tmp_path), "m", Engines(tmp_path / "engines"))
    assert folder.is_dir()
    assert len(fake.asked) == 1


def test_building_is_refused_where_tensorrt_is_absent_or_fails(fake, tmp_path, monkeypatch):
    fake.broken = frozenset({"TensorrtExecutionProvider"})
    with pytest.raises(EngineUnavailable, match="'m', which ran on cuda instead"):
        build_cached(manifest(tmp_path), "m", Engines(tmp_path / "engines"))
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: ["CPUExecutionProvider"])
    with pytest.raises(EngineUnavailable, match="has no TensorrtExecutionProvider: install"):
        build_cached(manifest(tmp_path), "m", Engines(tmp_path / "engines"))
