"""The native builder, over stand-ins with the surfaces of TensorRT 10 and 11."""

import sys
from types import ModuleType, SimpleNamespace

import pytest

from mien.runtime.engines.plan import build_plan
from mien.runtime.engines.profile import Engines, EngineUnavailable

FLAGS = {
    "10.9.0": {"EXPLICIT_BATCH": 0, "STRONGLY_TYPED": 1},
    "11.0.0": {"PREFER_AOT_PYTHON_PLUGINS": 2},
}


class FakeProfile:
    def __init__(self):
        self.shapes = {}

    def set_shape(self, name, smallest, usual, largest):
        self.shapes[name] = (smallest, usual, largest)


class FakeConfig:
    """Takes timings of this GPU only, and has no precision flags, as TensorRT 11."""

    def __init__(self):
        self.profiles, self.timings = [], b""

    def add_optimization_profile(self, profile):
        self.profiles.append(profile)

    def create_timing_cache(self, stored):
        return stored

    def set_timing_cache(self, cache, ignore_mismatch):
        if ignore_mismatch or cache == b"of another GPU":
            return False
        self.timings = cache
        return True

    def get_timing_cache(self):
        return SimpleNamespace(serialize=lambda: self.timings + b"+")


class FakeTensorrt(ModuleType):
    """Builds a plan of the model's bytes; `can_build` is False for a model beyond it."""

    def __init__(self, version):
        super().__init__("tensorrt")
        self.__version__ = version
        self.NetworkDefinitionCreationFlag = SimpleNamespace(**FLAGS.get(version, {}))
        self.Logger = type("Logger", (), {"WARNING": 2, "__init__": lambda self, level: None})
        self.Builder = lambda logger: self
        self.OnnxParser = lambda network, logger: self
        self.network = SimpleNamespace(
            num_inputs=1,
            get_input=lambda index: SimpleNamespace(name="faces", shape=(-1, 4, 4)),
        )
        self.config, self.profile, self.can_build = FakeConfig(), FakeProfile(), True
        self.num_errors = 1

    def create_network(self, flags):
        self.flags = flags
        return self.network

    def parse(self, model):
        self.model = model
        return model != b"unknown operator"

    def get_error(self, index):
        return "no importer for Rocket"

    def create_builder_config(self):
        return self.config

    def create_optimization_profile(self):
        return self.profile

    def build_serialized_network(self, network, config):
        return memoryview(b"plan of " + self.model) if self.can_build else None


@pytest.fixture(params=list(FLAGS))
def tensorrt(request, monkeypatch):
    fake = FakeTensorrt(request.param)
    monkeypatch.setitem(sys.modules, "tensorrt", fake)
    return fake


def build(folder, model=b"model"):
    target, timing = folder / "plans" / "m.plan", folder / "plans" / "timing.cache"
    build_plan("m", model, Engines(folder, usual=3, largest=5), target, timing)
    return target, timing


def test_a_plan_takes_the_batches_that_were_asked_for(tensorrt, tmp_path):
    target, _ = build(tmp_path)
    assert target.read_bytes() == b"plan of model"
    assert tensorrt.profile.shapes == {"faces": ((1, 4, 4), (3, 4, 4), (5, 4, 4))}
    assert tensorrt.config.profiles == [tensorrt.profile]


def test_precision_is_the_graphs_on_both_majors(tensorrt, tmp_path):
    build(tmp_path)
    strongly_typed = FLAGS[tensorrt.__version__].get("STRONGLY_TYPED")
    assert tensorrt.flags == (0 if strongly_typed is None else 1 << strongly_typed)


def test_timings_are_kept_from_build_to_build(tensorrt, tmp_path):
    build(tmp_path)
    _, timing = build(tmp_path)
    assert timing.read_bytes() == b"++"


def test_timings_of_another_gpu_are_left_out(tensorrt, tmp_path):
    _, timing = build(tmp_path)
    timing.write_bytes(b"of another GPU")
    build(tmp_path)
    assert timing.read_bytes() == b"+"


def test_a_model_that_tensorrt_cannot_take_is_refused_with_its_reason(tensorrt, tmp_path):
    with pytest.raises(EngineUnavailable, match="cannot take 'm': no importer for Rocket"):
        build(tmp_path, b"unknown operator")
    tensorrt.can_build = False
    with pytest.raises(EngineUnavailable, match="could not build 'm'"):
        build(tmp_path)
    assert not (tmp_path / "plans").exists()


def test_without_tensorrt_it_is_named(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "tensorrt", None)
    with pytest.raises(EngineUnavailable, match="install tensorrt 10 or 11"):
        build(tmp_path)


def test_an_old_tensorrt_is_refused(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "tensorrt", FakeTensorrt("8.6.1"))
    with pytest.raises(EngineUnavailable, match=r"tensorrt 8\.6\.1 is too old"):
        build(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tensorrt, tmp_path):
    (tmp_path / "plans").write_text("a file")
    with pytest.raises(EngineUnavailable, match=r"m\.plan cannot be written"):
        build(tmp_path)
