import hashlib

import pytest

from mien.errors import ModelUnavailable
from mien.perception.face_detector import FaceDetector
from mien.runtime.manifest import Manifest
from mien.runtime.session import RuntimeOptions, available_providers

TABLE = """
[models.face-detector]
file = "model.onnx"
sha256 = "{sha256}"
task = "face-detection"
version = "1"
licence = "Apache-2.0"
card = "card.md"
training_data = ["drawn"]
labels = []
input = {{ name = "images", dtype = "uint8", shape = ["batch", 8, 8] }}
parameters = {{ nms_iou = 0.4 }}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"weights")
    (tmp_path / "card.md").write_text("# Card")
    sha256 = hashlib.sha256(b"weights").hexdigest()
    (tmp_path / "manifest.toml").write_text(TABLE.format(sha256=sha256))
    return tmp_path


def test_an_intact_model_is_handed_over_with_its_card(folder):
    manifest = Manifest(folder)
    assert manifest.verified_bytes("face-detector") == b"weights"
    assert manifest.card("face-detector") == "# Card"
    assert manifest.entry("face-detector").parameter("nms_iou") == 0.4


def test_a_changed_file_is_refused_and_named(folder):
    (folder / "model.onnx").write_bytes(b"Weights")
    with pytest.raises(
        ModelUnavailable, match=r"model\.onnx has sha256 .* damaged or was replaced"
    ):
        FaceDetector(Manifest(folder), RuntimeOptions())


def test_a_missing_file_is_refused_and_named(folder):
    (folder / "model.onnx").unlink()
    with pytest.raises(ModelUnavailable, match=r"model\.onnx cannot be read"):
        Manifest(folder).verified_bytes("face-detector")


def test_an_intact_file_that_is_no_model_is_refused(folder):
    with pytest.raises(ModelUnavailable, match="model 'face-detector', cannot be loaded"):
        FaceDetector(Manifest(folder), RuntimeOptions())


def test_unknown_names_are_answered_with_the_known_ones(folder):
    with pytest.raises(ModelUnavailable, match="there are: face-detector"):
        Manifest(folder).entry("voice")
    with pytest.raises(ModelUnavailable, match="no parameter 'score_threshold'"):
        Manifest(folder).entry("face-detector").parameter("score_threshold")


@pytest.mark.parametrize("text", ["models = 3", "[models", '[models.x]\nfile = "y"'])
def test_a_malformed_manifest_is_refused(folder, text):
    (folder / "manifest.toml").write_text(text)
    with pytest.raises(ModelUnavailable, match="not a valid manifest"):
        Manifest(folder)


def test_a_missing_manifest_is_refused(tmp_path):
    with pytest.raises(ModelUnavailable, match=r"manifest\.toml cannot be read"):
        Manifest(tmp_path)


def test_providers_that_are_not_installed_are_skipped_and_cpu_is_last():
    assert available_providers(("tensorrt", "cpu", "cuda"))[-1] == "cpu"
    assert available_providers(()) == ["cpu"]


def test_an_unknown_provider_is_refused():
    with pytest.raises(ModelUnavailable, match="'rocket'"):
        available_providers(("rocket",))
