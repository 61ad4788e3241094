"""A worker's models follow the plan, over the shipped models: what loads, what is refused."""

import gc
import shutil
import weakref

import pytest
from prometheus_client import REGISTRY
from starlette.datastructures import State

from mien.errors import ModelUnavailable
from mien.runtime.manifest import Manifest
from mien.settings import Settings
from services.rollout import following
from services.rollout import plan as plans
from services.rollout.loading import manifest_of
from services.rollout.plan import Candidate, Mode, Placed, Plan
from tests.unit.rollout.conftest import NAME, SHIPPED


@pytest.fixture
def chosen(tmp_path, monkeypatch):
    monkeypatch.setattr(following, "LOOK_SECONDS", 3600)
    return Settings(rollout=tmp_path / "rollout.json")


@pytest.fixture
def state():
    state = State()
    state.sharing = state.candidate = None
    return state


@pytest.fixture
def rollout(state, chosen):
    running = following.Rollout(state, chosen)
    yield running
    running.stop()


def tried(folder, mode=Mode.SHARE, share=1.0):
    return Plan().trying(Candidate(models={NAME: Placed(folder=folder)}, mode=mode, share=share))


def refused():
    return REGISTRY.get_sample_value("mien_rollout_refused")


def test_a_candidate_shares_is_promoted_and_goes_back(rollout, state, chosen, other):
    served = state.reader
    assert f"{NAME}-9.9.9" not in served.version
    plans.write(chosen.rollout, tried(other))
    rollout.look()
    assert f"{NAME}-9.9.9" in state.sharing.reader.version
    assert state.reader is served
    assert [entry.version for entry, _ in state.candidate.entries] == ["9.9.9"]
    plans.write(chosen.rollout, plans.read(chosen.rollout).promoted())
    rollout.look()
    assert f"{NAME}-9.9.9" in state.reader.version
    assert state.sharing is state.candidate is None
    assert state.manifest.entry(NAME).version == "9.9.9"
    plans.write(chosen.rollout, plans.read(chosen.rollout).rolled_back())
    rollout.look()
    assert state.reader.version == served.version


def test_what_is_no_longer_served_is_let_go(rollout, state, chosen, other):
    gone = weakref.ref(state.reader)
    plans.write(chosen.rollout, tried(other, Mode.SHADOW).promoted())
    rollout.look()
    gc.collect()
    assert gone() is None


def test_a_damaged_candidate_is_refused_and_what_is_served_goes_on(rollout, state, chosen, other):
    served = state.reader
    (other / f"{NAME}.onnx").write_bytes(b"no model")
    for plan in (tried(other), tried(other).promoted()):
        plans.write(chosen.rollout, plan)
        rollout.look()
        assert refused() == 1
        assert state.reader is served
        assert state.sharing is None
    chosen.rollout.unlink()
    rollout.look()
    assert refused() == 0


def test_a_candidate_with_other_labels_is_refused(rollout, state, chosen, other):
    manifest = other / "manifest.toml"
    manifest.write_text(manifest.read_text().replace('"angry"', '"ANGRY"'))
    plans.write(chosen.rollout, tried(other))
    rollout.look()
    assert refused() == 1
    assert state.sharing is None


def test_a_worker_starts_with_what_was_promoted(state, chosen, other):
    plans.write(chosen.rollout, tried(other).promoted())
    started = following.Rollout(state, chosen)
    assert f"{NAME}-9.9.9" in state.reader.version
    started.stop()


def test_a_worker_starts_even_where_what_was_promoted_is_gone(state, chosen, other):
    plans.write(chosen.rollout, tried(other).promoted())
    shutil.rmtree(other)
    started = following.Rollout(state, chosen)
    assert state.reader.version
    assert refused() == 1
    started.stop()


def test_a_folder_that_changed_since_it_was_chosen_is_refused(other):
    with pytest.raises(ModelUnavailable, match="when it was chosen"):
        manifest_of(Manifest(SHIPPED), {NAME: Placed(folder=other, sha256="0" * 64)})
