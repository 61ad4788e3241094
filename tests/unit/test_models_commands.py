"""`mien models`, and how it finds the commands of the training set-up."""

import hashlib
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mien.commands import models as models_module
from mien.commands.models import COMMAND_GROUP, models
from mien.errors import ModelUnavailable
from mien.runtime.engines.profile import EngineUnavailable
from mien.settings import settings

TABLE = """
[models.m]
file = "m.onnx"
sha256 = "{sha256}"
task = "testing"
version = "1.2.3"
licence = "Apache-2.0"
card = "m.md"
training_data = []
labels = []
input = {{ name = "faces", dtype = "uint8", shape = ["batch", 4, 4] }}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "m.onnx").write_bytes(b"weights")
    sha256 = hashlib.sha256(b"weights").hexdigest()
    (tmp_path / "manifest.toml").write_text(TABLE.format(sha256=sha256))
    monkeypatch.setenv("MIEN_MODELS_DIR", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.fixture
def declared(monkeypatch):
    """Declare one training command, which `value` names."""

    def declare(value):
        found = EntryPoints([EntryPoint("export", value, COMMAND_GROUP)])
        monkeypatch.setattr(models_module, "entry_points", lambda **which: found.select(**which))

    return declare


def run(*arguments):
    return CliRunner().invoke(models, arguments)


def test_models_are_listed_and_verified(folder):
    assert "m  1.2.3  testing  Apache-2.0" in run("list").output
    assert run("verify").output == "m: ok\n"


def test_a_changed_file_fails_the_verification(folder):
    (folder / "m.onnx").write_bytes(b"others")
    result = run("verify")
    assert result.exit_code == 1
    assert "damaged or was replaced" in result.output


def test_a_training_command_is_found_and_runs(declared, monkeypatch):
    command = click.Command("export", callback=lambda: click.echo("exported"))
    monkeypatch.setattr(models_module, "declared_here", command, raising=False)
    declared("mien.commands.models:declared_here")
    assert "export" in run("--help").output
    assert run("export").output == "exported\n"


def test_without_the_training_set_up_its_commands_say_what_to_install(declared):
    declared("absent_package.commands:export")
    assert "Needs the training set-up." in run("--help").output
    result = run("export", "face-detector", "--run-dir", "runs", "--output", "x.onnx")
    assert result.exit_code == 1
    assert "make .venv-training/stamp" in result.output
    assert "absent_package is not installed" in result.output


def test_engines_are_refused_in_one_line_where_tensorrt_is_absent(folder):
    result = run("build-engines")
    assert isinstance(result.exception, EngineUnavailable)
    assert "TensorrtExecutionProvider" in result.exception.detail


def test_plans_are_written_for_models_and_for_onnx_files(folder, monkeypatch):
    built = []

    def fake_build(name, model, engines, target, timing):
        built.append((model, engines.usual, engines.largest, target))

    monkeypatch.setattr("mien.commands.engines.build_plan", fake_build)
    other = folder / "other.onnx"
    other.write_bytes(b"half")
    plans = folder / "plans"
    options = ("--plans", str(plans), "--usual", "2", "--largest", "4")
    assert run("build-engines", "m", str(other), *options).exit_code == 0
    assert built == [
        (b"weights", 2, 4, plans / "m.plan"),
        (b"half", 2, 4, plans / "other.plan"),
    ]


@pytest.mark.parametrize("name", ["absent", str(Path("absent.onnx"))])
def test_an_unknown_model_is_named(folder, name):
    result = run("build-engines", "--plans", str(folder / "plans"), name)
    assert isinstance(result.exception, ModelUnavailable)
    assert "absent" in result.exception.detail


def test_batches_that_fall_are_refused(folder):
    result = run("build-engines", "--usual", "9", "--largest", "3")
    assert result.exit_code == 2
    assert "usual batch 9 is above the largest, 3" in result.output
