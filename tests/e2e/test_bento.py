"""The bento that `bentoml build` makes, and the services of single models."""

import os
import subprocess

import httpx
import pytest

from tests.e2e.servers import BIN, ROOT, running
from tests.pictures import ASTRONAUT

BENTOML = str(BIN / "bentoml")


@pytest.mark.timeout(300)
def test_the_built_bento_answers_predict(tmp_path):
    home = {"BENTOML_HOME": str(tmp_path)}
    built = subprocess.run(
        [BENTOML, "build", "--output", "tag"],
        cwd=ROOT,
        env={**os.environ, **home, "BENTOML_DO_NOT_TRACK": "True"},
        capture_output=True,
        text=True,
        check=True,
    )
    tag = built.stdout.strip().splitlines()[-1].removeprefix("__tag__:")
    with running([BENTOML, "serve", tag], cwd=tmp_path, **home) as server:
        response = httpx.post(f"{server.url}/predict", content=ASTRONAUT.read_bytes(), timeout=20)
    assert response.json()["dominant_emotion"] == "happy"


def test_the_detector_alone_answers_each_picture():
    files = [("images", ASTRONAUT.read_bytes()), ("images", b"no picture")]
    with running([BENTOML, "serve", "services.face_detector:FaceDetector"]) as server:
        found, failed = httpx.post(f"{server.url}/detect", files=files, timeout=20).json()
    assert len(found["faces"]) == 1
    assert failed["error"]["code"] == "undecodable-image"


def test_the_classifier_alone_answers_each_crop():
    files = [("crops", ASTRONAUT.read_bytes()), ("crops", b"no picture")]
    service = "services.expression_classifier:ExpressionClassifier"
    with running([BENTOML, "serve", service]) as server:
        read, failed = httpx.post(f"{server.url}/classify", files=files, timeout=20).json()
    assert sum(read["probabilities"].values()) == pytest.approx(1)
    assert failed["error"]["code"] == "undecodable-image"
